"""Correcting a text: another revision, with a reason, made from the newest and never over somebody else's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from corpus.access.doors import for_editors
from corpus.access.models import User
from corpus.extraction import Refused
from corpus.extraction.encoding import CHOICES
from corpus.texts import depositing, drafts, storing, uploads
from corpus.texts.correction import NoSuchPlace, Stretch, same_stretch, stretch
from corpus.texts.forms import ReasonForm
from corpus.texts.models import Deposit, Revision
from corpus.texts.preview import preview
from corpus.texts.views.finding import edition_or_404
from corpus.works.models import Edition


@for_editors
@require_http_methods(["GET", "POST"])
def correct_edition(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    """By hand; with `?by=file`, or where there is no text yet, by another file."""
    edition = edition_or_404(request, slug, siglum)
    if (edition.work.slug, edition.siglum) != (slug, siglum):
        return redirect("correct-edition", edition.work.slug, edition.siglum)
    if edition.withdrawn_at is not None:
        return render(request, "texts/correct.html", {"edition": edition, "withdrawn": True}, status=409)
    newest = edition.revisions.order_by("-number").first()
    if newest is None or request.GET.get("by") == "file":
        return _by_file(request, edition, newest)
    newest.edition = edition
    if request.method == "GET":
        try:
            part = stretch(newest, request.GET.get("from", ""))
        except NoSuchPlace as error:
            context = {"part": stretch(newest), "refused": str(error)}
            return _page(request, edition, ReasonForm(), context, status=404)
        return _page(request, edition, ReasonForm(), {"part": part, "text": part.text})
    return _by_hand(request, edition, newest)


def _by_hand(request: HttpRequest, edition: Edition, newest: Revision) -> HttpResponse:
    # A browser sends every line end as CR LF, whatever stood in the field; a program may send another.
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    form = ReasonForm(request.POST)
    part = _part(request, edition)
    if part.revision.number != newest.number:
        return _conflict(request, edition, form, text, part, newest)
    context = {"part": part, "text": text}
    if not form.is_valid():
        return _page(request, edition, form, context, status=422)
    user = request.user
    assert isinstance(user, User)
    try:
        revision = depositing.add_revision(
            edition,
            part.corrected(text),
            reason=form.cleaned_data["reason"],
            source_row=newest.source,
            extraction=newest.extraction,
            user=user,
            based_on=part.revision.number,
        )
    except storing.OutOfDate as error:
        return _conflict(request, edition, form, text, part, error.newest)
    except (Refused, storing.NothingChanged, storing.Withdrawn, depositing.BeingStored) as error:
        return _page(request, edition, form, {**context, "refused": str(error)}, status=422)
    if isinstance(revision, Deposit):
        return redirect(edition)
    messages.success(request, f"Saved as revision {revision.number}. Revision {newest.number} stays as it was.")
    return redirect(revision)


def _part(request: HttpRequest, edition: Edition) -> Stretch:
    """The stretch that the form was made from: revision, begin and end."""
    try:
        number, begin, end = (int(request.POST.get(name, "")) for name in ("based_on", "begin", "end"))
    except ValueError as error:
        raise Http404("The form does not say which revision it was made from.") from error
    revision = edition.revisions.filter(number=min(number, 999_999_999)).first()
    if revision is None or not 0 <= begin <= end <= len(revision.text):
        raise Http404("The form was made from a revision that there is not.")
    revision.edition = edition
    segments = revision.segments.order_by("position")
    inside = segments.filter(begin__gte=begin, end__lte=end)
    return Stretch(revision, begin, end, inside.first(), inside.last())


def _conflict(
    request: HttpRequest, edition: Edition, form: ReasonForm, text: str, part: Stretch, newest: Revision
) -> HttpResponse:
    """Somebody else saved first: both texts, side by side, and nothing lost."""
    newest.edition = edition
    now: Stretch | None = Stretch(newest, 0, len(newest.text))
    if not part.whole:
        now = same_stretch(newest, part.first.anchor, part.last.anchor) if part.first and part.last else None
    context = {"part": now, "text": text, "conflict": newest, "before": part}
    return _page(request, edition, form, context, status=409)


def _by_file(request: HttpRequest, edition: Edition, newest: Revision | None) -> HttpResponse:
    saving = "save" in request.POST
    form = ReasonForm(request.POST if saving else None, initial={"reason": request.POST.get("reason", "")})
    context: dict[str, Any] = {"by_file": True, "newest": newest, "encodings": CHOICES, "step": 1}
    context |= {"chosen": request.POST.get("encoding", ""), "markdown": request.POST.get("markdown") == "on"}
    if request.method == "GET":
        return _page(request, edition, form, context)
    user = request.user
    assert isinstance(user, User)
    try:
        upload = uploads.take(request, user)
    except (Refused, drafts.DraftGone) as error:
        pasted = "" if request.FILES else request.POST.get("pasted", "")
        draft = "" if request.FILES else request.POST.get("draft", "")
        context |= {"refused": str(error), "pasted": pasted, "draft": draft}
        return _page(request, edition, form, context, status=422)
    based_on = request.POST.get("based_on") or (str(newest.number) if newest else "0")
    seen = preview(upload.extraction, upload.content, upload.filename)
    context |= {"upload": upload, "preview": seen, "step": 2, "based_on": based_on}
    if saving and uploads.unseen(request, seen):
        return _page(request, edition, form, {**context, "unseen": True}, status=409)
    if not saving or not form.is_valid():
        return _page(request, edition, form, context, status=422 if saving else 200)
    content, filename = upload.stored_as()
    try:
        revision = depositing.add_revision(
            edition,
            upload.extraction.text,
            reason=form.cleaned_data["reason"],
            content=content,
            filename=filename,
            extraction=upload.extraction,
            user=user,
            based_on=int(based_on) if uploads.WHOLE.fullmatch(based_on) else None,
        )
    except storing.OutOfDate as error:
        said = f"{error} Save again if your file shall follow it all the same."
        context |= {"refused": said, "based_on": str(error.newest.number)}
        return _page(request, edition, form, context, status=409)
    except (Refused, storing.NothingChanged, storing.Withdrawn, depositing.BeingStored) as error:
        return _page(request, edition, form, {**context, "refused": str(error)}, status=422)
    drafts.forget(upload.draft, user)
    if isinstance(revision, Deposit):
        return redirect(edition)
    messages.success(request, f"Saved as revision {revision.number}: {seen.words:,} words.")
    return redirect(revision)


def _page(
    request: HttpRequest, edition: Edition, form: ReasonForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    template = "texts/correct-by-file.html" if context.get("by_file") else "texts/correct.html"
    return render(request, template, {"edition": edition, "form": form, **context}, status=status)
