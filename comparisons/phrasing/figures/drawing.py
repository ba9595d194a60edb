"""SVG as text: elements and the small shapes that stand for kinds of passages."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

KINDS = ("verbatim", "reworked", "formula", "boilerplate")
MOST = 10_000  # passages that are drawn one by one; more are put together
TABBED = 200  # links of one figure that the tabulator key stops at; its table has all of them


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: its SVG, what it leaves out or puts together, and its table."""

    svg: str
    says: str  # in words, empty where everything is drawn as it is
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]

    @property
    def count(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; a number stands right."""

    text: str
    address: str = ""
    number: bool = False


def count(value: int) -> Cell:
    return Cell(f"{value:,}", number=True)


def element(name: str, content: str = "", **attributes: object) -> str:
    """`class_` is class, `aria_label` aria-label; numbers with one decimal place at most. `content` is SVG already."""
    made = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items() if value != ""
    )
    return f"<{name}{made}>{content}</{name}>" if content else f"<{name}{made}/>"


def text(words: str, **attributes: object) -> str:
    return element("text", escape(words), **attributes)


def link(content: str, address: str, label: str, *, current: bool = False, stop: bool = True) -> str:
    """`content` as a link that says `label`; `stop`: the tabulator key stops at it."""
    return element(
        "a",
        content,
        href=address,
        aria_label=label,
        aria_current="true" if current else "",
        tabindex="" if stop else -1,
    )


def shape(kind: str, x: float, y: float, size: float = 3.5) -> str:
    """The mark of a kind that has no length of its own."""
    if kind == "formula":
        return element(
            "path",
            class_="formula",
            d=f"M{x - size:.1f} {y - size:.1f} l{2 * size:g} {2 * size:g} m0 {-2 * size:g} l{-2 * size:g} {2 * size:g}",
        )
    return element(
        "rect", class_="boilerplate", x=x - size + 0.5, y=y - size + 0.5, width=2 * size - 1, height=2 * size - 1
    )


def svg(content: str, label: str, width: float, height: float, class_: str) -> str:
    return element("svg", content, class_=class_, viewBox=f"0 0 {width:g} {height:g}", role="group", aria_label=label)


def counted(number: int, one: str, more: str = "") -> str:
    """“1 passage”, “1,204 passages”."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def shortened(words: str, most: int) -> str:
    """At most so many characters, ended at a word where there are blanks."""
    if len(words) <= most:
        return words
    head = words[: most - 1]
    if " " in head.strip() and not words[most - 1].isspace() and not head[-1].isspace():
        head = head.rsplit(None, 1)[0]
    return head.rstrip(" ,;:.") + "…"


def level(value: int, highest: int) -> int:
    """1 to 4 on a scale that doubles, 4 for the highest; 0 for none."""
    if value <= 0:
        return 0
    return max(1, min(4, 1 + round(3 * (value.bit_length() - 1) / max(1, highest.bit_length() - 1))))


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value))
