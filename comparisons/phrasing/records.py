"""A passage and a family as programs get them: the same in the API, in JSON lines, and in a citation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from comparisons.phrasing.dating import date_of, interval_of
from comparisons.phrasing.models import Family, Member, Passage
from corpus.texts.models import Revision

Absolute = Callable[[str], str]  # an address of this site with its host


def address(revision: Revision, begin: int, end: int) -> str:
    """The place in its text: it resolves for ever."""
    return f"{revision.get_absolute_url()}#c={begin}-{end}"


def place(revision: Revision, begin: int, end: int, absolute: Absolute) -> dict[str, Any]:
    return {
        "revision": str(revision),
        "begin": begin,
        "end": end,
        "date": date_of(revision.edition),
        "language": revision.edition.language or revision.edition.work.language,
        "address": absolute(address(revision, begin, end)),
    }


def passage(found: Passage, absolute: Absolute) -> dict[str, Any]:
    """Of a passage that came `light`, `in_context` and `with_also`."""
    record: dict[str, Any] = {"key": found.key, "kind": found.kind}
    for side, revision in (("a", found.a), ("b", found.b)):
        begin, end = getattr(found, f"{side}_begin"), getattr(found, f"{side}_end")
        record[side] = place(revision, begin, end, absolute) | {
            name: getattr(found, f"{side}_{name}") or "" for name in ("anchor", "before", "text", "after")
        }
    table = found.survey.table
    return record | {
        "ordered": found.ordered,
        "words": found.words,
        "matched": found.matched,
        "identity": found.identity,
        "bits": found.bits,
        "score": found.score,
        "reasons": found.reasons,
        "family": found.family.key if found.family else None,
        "also": [other(one, absolute) for one in getattr(found, "others", ())],
        "notices": list(dict.fromkeys(side.edition.notice for side in (found.a, found.b) if side.edition.notice)),
        "engine": found.survey.engine,
        "table": {"number": table.number, "digest": table.digest, "words": table.words} if table else None,
    }


def other(found: Passage, absolute: Absolute) -> dict[str, Any]:
    """Another place, that stands under a better passage."""
    return {
        "key": found.key,
        "a": place(found.a, found.a_begin, found.a_end, absolute),
        "b": place(found.b, found.b_begin, found.b_end, absolute),
        "identity": found.identity,
        "score": found.score,
    }


def family(found: Family, members: Sequence[Member], absolute: Absolute) -> dict[str, Any]:
    """A family with the members that the person may see, in the order of date."""
    return {
        "key": found.key,
        "opening": " ".join(members[0].said.split()) if members else "",  # type: ignore[attr-defined]
        "words": found.words,
        "score": found.score,
        "documents": len({member.revision_id for member in members}),
        "earliest": earliest(members),
        "members": [
            place(member.revision, member.begin, member.end, absolute) | {"text": member.said}  # type: ignore[attr-defined]
            for member in members
        ],
    }


def earliest(members: Sequence[Member]) -> dict[str, Any]:
    """The earliest witness, where it can be known: a work whose wording is certainly older than that of every other."""
    if not members:
        return {"revision": None, "known": False}
    first = members[0].revision.edition
    when = interval_of(first)
    others = [member.revision.edition for member in members if member.revision.edition.work_id != first.work_id]
    known = bool(others) and all(when.before(interval_of(edition)) for edition in others)
    return {"revision": str(members[0].revision) if known else None, "known": known, "date": date_of(first)}
