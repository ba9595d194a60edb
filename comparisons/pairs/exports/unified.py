"""A comparison as a unified diff by lines, which `git apply` and `patch -p1` take where the file of text a lies.

Both head lines name that file, as a patch is of one file; after a tab each says which text it is.
What the comparison ignores is in it too, as a patch that left it out would not give the other text; the lines before
the diff say how much is ignored.
"""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.engine.result import EQUAL
from comparisons.pairs.exports.sides import Compared, Witness, ignoring

CONTEXT = 3


def write(compared: Compared) -> str:
    """Lines end with a line feed alone, as `patch` counts them. Linear in the texts; empty where they are equal."""
    lines_a, lines_b = _lines(compared.a.text), _lines(compared.b.text)
    hunks = list(_hunks(_common(compared, lines_a, lines_b), len(lines_a), len(lines_b)))
    if not hunks:
        return ""
    out = [f"{line}\n" for line in _preface(compared)]
    file = compared.a.file or f"{compared.a.name}.txt"
    out += [
        f"{sign} {_path(f'{side}/{file}')}\t{_label(witness)}\n"
        for sign, side, witness in zip(("---", "+++"), "ab", compared.witnesses, strict=True)
    ]
    for hunk in hunks:
        out += _written(hunk, lines_a, lines_b)
    return "".join(out)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _label(witness: Witness) -> str:
    return " ".join(f"{witness.name} {witness.title}".split()) or "-"


def _path(name: str) -> str:
    """The name in quotes where git writes one so; nothing in it ends the line or leaves the folder."""
    path = "".join(letter if letter.isprintable() else "_" for letter in name)
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    return path if quoted == path else f'"{quoted}"'


def _preface(compared: Compared) -> Iterator[str]:
    for witness in compared.witnesses:
        if witness.notice:
            yield f"# {witness.name}: {' '.join(witness.notice.split())}"
    yield from (f"# {note}" for note in compared.result.notes)
    ignored = compared.result.ignored
    if compared.result.options.get("ignore"):
        yield f"# {ignoring(compared)} {sum(ignored.values())} changes in these lines are ignored."


def _common(compared: Compared, lines_a: list[str], lines_b: list[str]) -> list[tuple[int, int]]:
    """Pairs of whole lines that lie in equal text and begin together, by number, increasing on both sides."""
    operations = compared.result.operations
    chosen = operations.type == EQUAL
    spans = zip(operations.a[chosen].tolist(), operations.b[chosen].tolist(), strict=True)
    starts_b: dict[int, int] = {}
    at = 0
    for number, line in enumerate(lines_b):
        starts_b[at] = number
        at += len(line)
    length_b = at
    length_a = sum(map(len, lines_a))
    pairs = []
    number, at = 0, 0
    for (begin_a, end_a), (begin_b, _) in spans:
        while number < len(lines_a) and at < begin_a:
            at += len(lines_a[number])
            number += 1
        while number < len(lines_a) and at + len(lines_a[number]) <= end_a:
            line = lines_a[number]
            other = starts_b.get(at - begin_a + begin_b)
            ends_b = at - begin_a + begin_b + len(line)
            if other is not None and (line.endswith("\n") or (at + len(line) == length_a and ends_b == length_b)):
                pairs.append((number, other))
            at += len(line)
            number += 1
    return pairs


def _hunks(pairs: list[tuple[int, int]], count_a: int, count_b: int) -> Iterator[list[tuple[str, int, int]]]:
    """Runs of steps (sign, line of a, line of b) with context; steps further apart than twice the context are cut."""
    steps: list[tuple[str, int, int]] = []
    trailing = 0
    a = b = 0
    for x, y in [*pairs, (count_a, count_b)]:
        if x > a or y > b:
            if trailing > 2 * CONTEXT and any(step[0] != " " for step in steps):
                yield steps[: len(steps) - trailing + CONTEXT]
                steps = steps[len(steps) - CONTEXT :]
            elif all(step[0] == " " for step in steps):
                steps = steps[max(0, len(steps) - CONTEXT) :]
            steps += [("-", line, b) for line in range(a, x)]
            steps += [("+", x, line) for line in range(b, y)]
            trailing = 0
        if x < count_a or y < count_b:
            steps.append((" ", x, y))
            trailing += 1
        a, b = x + 1, y + 1
    if any(step[0] != " " for step in steps):
        yield steps[: len(steps) - max(0, trailing - CONTEXT)]


def _written(hunk: list[tuple[str, int, int]], lines_a: list[str], lines_b: list[str]) -> Iterator[str]:
    old = [step for step in hunk if step[0] != "+"]
    new = [step for step in hunk if step[0] != "-"]
    first_a = old[0][1] + 1 if old else hunk[0][1]
    first_b = new[0][2] + 1 if new else hunk[0][2]
    yield f"@@ -{_range(first_a, len(old))} +{_range(first_b, len(new))} @@\n"
    for sign, a, b in hunk:
        line = lines_b[b] if sign == "+" else lines_a[a]
        yield sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"


def _range(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first},{count}"
