"""Taking a text home: the text of a revision as it stands, and the source as it came."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from corpus.access.doors import for_editors
from corpus.access.policy import may_edit
from corpus.texts.models import Deposit, Revision, Source
from corpus.texts.views.finding import edition_or_404, revision_or_404


@require_safe
def text(request: HttpRequest, slug: str, siglum: str, number: int) -> HttpResponse:
    """The text of a revision in UTF-8, without a byte order mark, lines ended by U+000A."""
    revision = revision_or_404(request, slug, siglum, number)
    if gone := _gone(request, revision):
        return gone
    name = f"{revision.edition.work.slug}-{revision.edition.siglum}-{revision.number}.txt"
    return _attached(request, revision.text.encode(), "text/plain; charset=utf-8", name, revision.sha256)


@for_editors
@require_safe
def handed_in(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    """A long text that was handed in and is not stored, or not yet."""
    edition = edition_or_404(request, slug, siglum)
    deposit = Deposit.objects.filter(edition=edition).first()
    if deposit is None:
        raise Http404(f"No text of {edition} waits to be stored.")
    content = deposit.text.encode()
    name = f"{edition.work.slug}-{edition.siglum}-handed-in.txt"
    return _attached(request, content, "text/plain; charset=utf-8", name, hashlib.sha256(content).hexdigest())


@require_safe
def source(request: HttpRequest, slug: str, siglum: str, number: int | None = None) -> HttpResponse:
    """The bytes that a revision came from; without a number, those of the newest revision that has any."""
    if number is None:
        edition = edition_or_404(request, slug, siglum)
        found = edition.revisions.exclude(source=None).order_by("-number").values_list("number", flat=True).first()
        if found is None:
            raise Http404(f"There is no source file of {edition}.")
        number = found
    revision = revision_or_404(request, slug, siglum, number)
    if gone := _gone(request, revision):
        return gone
    if revision.source_id is None:
        raise Http404(f"{revision} was made without a file.")
    kept = Source.objects.get(pk=revision.source_id)
    name = kept.filename or f"{revision.edition.work.slug}-{revision.edition.siglum}-{revision.number}-source.txt"
    return _attached(request, bytes(kept.content), "application/octet-stream", name, kept.sha256)


def _gone(request: HttpRequest, revision: Revision) -> HttpResponse | None:
    if revision.edition.withdrawn_at is None or may_edit(request.user):
        return None
    return HttpResponseGone(
        f"{revision.edition} was withdrawn: {revision.edition.withdrawn_reason}",
        content_type="text/plain; charset=utf-8",
    )


def _attached(request: HttpRequest, content: bytes, media_type: str, name: str, sha256: str) -> HttpResponse:
    """Sent to be kept, not to be shown; revisions never change, so neither does what was sent."""
    tag = f'"{sha256}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "ETag": tag,
        },
    )
