"""What an address means to a page: the row, or a 404 that tells nobody what is hidden."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from corpus.texts import finding
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work


def work_or_404(request: HttpRequest, slug: str) -> Work:
    try:
        return finding.work(slug, request.user)
    except finding.NotFound as error:
        raise Http404(str(error)) from error


def edition_or_404(request: HttpRequest, slug: str, siglum: str) -> Edition:
    try:
        return finding.edition(slug, siglum, request.user)
    except finding.NotFound as error:
        raise Http404(str(error)) from error


def revision_or_404(request: HttpRequest, slug: str, siglum: str, number: int | None = None) -> Revision:
    try:
        return finding.revision(finding.edition(slug, siglum, request.user), number)
    except finding.NotFound as error:
        raise Http404(str(error)) from error
