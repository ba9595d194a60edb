"""Writing a note at a place in a text, and answering error reports."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corpus.access.doors import for_editors
from corpus.access.models import User
from corpus.access.policy import may_edit
from corpus.extraction import Refused
from corpus.notes import writing
from corpus.notes.forms import NoteForm, ReportForm
from corpus.notes.models import Note
from corpus.texts.models import Revision
from corpus.texts.views.finding import revision_or_404

CONTEXT = 240  # characters shown on either side of the place
SHOWN = 1500  # characters shown of the place itself


@dataclass(frozen=True, slots=True)
class Place:
    """Code points [begin, end) of a revision, with what stands before and after."""

    begin: int
    end: int
    before: str
    text: str
    after: str
    more: int


def place(revision: Revision, span: str) -> Place:
    """The place that `BEGIN-END` names; raises `Http404` where there is none."""
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", span)
    if not found:
        raise Http404("The address names no place: write ?c=BEGIN-END.")
    begin, end = int(found[1]), int(found[2])
    if not begin <= end <= revision.characters:
        raise Http404(f"There is no place {begin}–{end} in {revision}, which has {revision.characters:,} characters.")
    text = revision.text
    said = text[begin : min(end, begin + SHOWN)]
    before, after = text[max(0, begin - CONTEXT) : begin], text[end : end + CONTEXT]
    return Place(begin, end, before, said, after, end - begin - len(said))


@require_http_methods(["GET", "POST"])
def report_error(request: HttpRequest, slug: str, siglum: str, number: int) -> HttpResponse:
    """“Report an error here”: `?c=BEGIN-END` in code points, or `?at=ANCHOR` for a paragraph. Editors write notes of any kind at the same door."""
    revision = revision_or_404(request, slug, siglum, number)
    anchor = request.GET.get("at", "").replace("\x00", "?").strip().removeprefix("¶").strip()
    segment = revision.segments.filter(anchor=anchor).first() if anchor else None
    if anchor and segment is None:
        raise Http404(f"There is no ¶{anchor} in {revision}.")
    here = place(revision, f"{segment.begin}-{segment.end}" if segment else request.GET.get("c", ""))
    editor = may_edit(request.user)
    data = request.POST if request.method == "POST" else None
    form = NoteForm(data, initial={"kind": Note.Kind.NOTE}) if editor else ReportForm(data)
    status = 200
    if form.is_valid():
        span = [(revision, here.begin, here.end)]
        try:
            if editor:
                assert isinstance(request.user, User)
                writing.add_note(span, user=request.user, **form.cleaned_data)
                messages.success(request, "The note is stored.")
            else:
                writing.report_error(span, form.cleaned_data["body"], request.user)
                messages.success(request, "Thank you. Your report is with the editors.")
            return redirect(f"{revision.get_absolute_url()}#c={here.begin}-{here.end}")
        except writing.TooManyReports as error:
            form.add_error(None, str(error))
            status = 429
        except (Refused, writing.NoSuchPlace) as error:
            form.add_error("body", str(error))
    context = {"revision": revision, "edition": revision.edition, "place": here, "form": form, "editor": editor}
    return render(request, "notes/report.html", context, status=422 if form.errors and status == 200 else status)


@for_editors
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The error reports that nobody has answered yet."""
    return render(request, "notes/reports.html", {"reports": Note.objects.open_reports()})


@for_editors
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an error report; it stays stored."""
    note = get_object_or_404(Note, pk=pk, kind=Note.Kind.REPORT)
    assert isinstance(request.user, User)
    writing.resolve_report(note, request.user)
    messages.success(request, "The report is closed.")
    return redirect("reports")
