"""Who is told that the corpus has changed: what is computed from texts, which this layer knows nothing of.

A follower is a function without arguments. It is called inside the transaction of the change, so that what it asks for
(a job, as a rule) comes to be with the change or not at all; it must be quick, and it may be called more than once.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

Follower = Callable[[], object]

_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Have `follower` called at every change of what texts there are, what they say, their date, and who may see them."""
    if follower not in _followers:
        _followers.append(follower)


def changed() -> None:
    """Say that something of that kind has changed. To be called inside the transaction that changes it."""
    with transaction.atomic():
        for follower in _followers:
            follower()
