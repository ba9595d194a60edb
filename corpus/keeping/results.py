"""How what is computed from texts is checked, which this layer knows nothing of: its makers register it here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """Something stored that was looked at: `name` says which, `sound` whether it is what its digest says."""

    name: str
    sound: bool


Check = Callable[[], Iterator[Checked]]

_checks: dict[str, Check] = {}


def register(kind: str, check: Check) -> None:
    """Have everything of `kind` ("comparison", "frequency table" …) checked by `check`. Called when an app is ready."""
    _checks[kind] = check


def checks() -> dict[str, Check]:
    """The checks of all kinds, in the order of their names."""
    return dict(sorted(_checks.items()))
