"""The two ends of a comparison, revisions or texts that a client gave: how each is called, and what it says."""

from __future__ import annotations

from comparisons.engine.text.segments import HEADING, segment
from comparisons.pairs.models import End, GivenText
from corpus.texts.models import Revision, Segment
from corpus.works.models import Work


def siglum(end: End) -> str:
    """`W`; of a text that was given, the begin of its digest: `#3fa9c1`."""
    return end.edition.siglum if isinstance(end, Revision) else end.siglum


def name(end: End) -> str:
    """The siglum with the revision's number: `W@1`."""
    return f"{end.edition.siglum}@{end.number}" if isinstance(end, Revision) else end.siglum


def file_name(end: End) -> str:
    """As part of a file's name: `W-1`, `text-3fa9c1`."""
    return f"{end.edition.siglum}-{end.number}" if isinstance(end, Revision) else f"text-{end.sha256[:6]}"


def text_file(end: End) -> str:
    """The name of its text's file, as the page of the edition sends it."""
    before = f"{end.edition.work.slug}-" if isinstance(end, Revision) else ""
    return f"{before}{file_name(end)}.txt"


def full_title(end: End) -> str:
    """The title that stands in an export."""
    if isinstance(end, Revision):
        return f"{end.edition.work.title}: {end.edition.title}"
    return end.title


def citation(end: End) -> str:
    """What a citation says of it: who, what, when; of a text that was given, its digest."""
    if isinstance(end, GivenText):
        return f"{end.title} on {end.created_at:%Y-%m-%d}, SHA-256 {end.sha256}"
    edition = end.edition
    parts = [edition.creator or edition.work.creator, edition.work.title, edition.title, edition.date]
    return ", ".join(part for part in parts if part) + f", revision {end.number}"


def notice(end: End) -> str:
    """The banner that goes wherever the text goes."""
    return end.edition.notice if isinstance(end, Revision) else ""


def work(end: End) -> Work | None:
    return end.edition.work if isinstance(end, Revision) else None


def texts(a: End, b: End) -> tuple[str, str]:
    """What the two say, fetched: a query for each kind of end."""
    revisions = {end.pk for end in (a, b) if isinstance(end, Revision)}
    given = {end.pk for end in (a, b) if isinstance(end, GivenText)}
    found: dict[object, str] = {}
    if revisions:
        found |= dict(Revision.objects.filter(pk__in=revisions).values_list("pk", "text"))
    if given:
        found |= dict(GivenText.objects.filter(pk__in=given).values_list("pk", "text"))
    return found[a.pk], found[b.pk]


def anchors(end: End) -> list[str]:
    """The anchors of its segments, in order; a text that was given has none."""
    if isinstance(end, GivenText):
        return []
    return list(Segment.objects.filter(revision=end).order_by("position").values_list("anchor", flat=True))


def paragraphs(end: End, *numbers: int) -> dict[int, tuple[int, int]]:
    """The places of the paragraphs of these numbers, as far as it has them."""
    if isinstance(end, Revision):
        chosen = Segment.objects.filter(revision=end, number__in=numbers).values_list("number", "begin", "end")
        return {number: (begin, finish) for number, begin, finish in chosen if number is not None}
    found = segment(end.text)
    spans = found.span[found.kind != HEADING].tolist()
    return {number: tuple(spans[number - 1]) for number in numbers if 0 < number <= len(spans)}
