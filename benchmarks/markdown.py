"""Tables of figures in Markdown."""

from __future__ import annotations


def row(*cells: object) -> str:
    """One row; fractions with four digits."""
    return "| " + " | ".join(f"{cell:.4g}" if isinstance(cell, float) else str(cell) for cell in cells) + " |"


def head(*cells: str) -> list[str]:
    """A blank line and the head of a table."""
    return ["", row(*cells), row(*["---"] * len(cells))]
