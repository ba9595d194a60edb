"""Adding a work, and adding an edition: choose, look, adjust, describe, save; nothing is stored before the last."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from corpus.access.doors import for_editors
from corpus.access.models import User
from corpus.extraction import Refused
from corpus.extraction.encoding import CHOICES
from corpus.texts import depositing, drafts, storing, uploads
from corpus.texts.forms import EditionForm, WorkForm
from corpus.texts.preview import Preview, preview
from corpus.texts.views.finding import work_or_404
from corpus.works.models import Work


@for_editors
@require_http_methods(["GET", "POST"])
def add_work(request: HttpRequest) -> HttpResponse:
    """Which work the edition belongs to: one that is here, or a new one; its edition comes next."""
    form = WorkForm(request.POST if request.method == "POST" else None)
    user = request.user
    assert isinstance(user, User)
    if form.is_valid():
        work = form.save(commit=False)
        work.created_by = user
        work.save()
        messages.success(request, f"“{work}” is there. Now add its first edition.")
        return redirect("add-edition", work.slug)
    context = {"form": form, "works": Work.objects.visible_to(request.user)}
    return render(request, "texts/add-work.html", context, status=422 if form.errors else 200)


@for_editors
@require_http_methods(["GET", "POST"])
def add_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """The five steps. A POST with `save` stores; any other shows the preview of what it brings."""
    work = work_or_404(request, slug)
    if work.slug != slug:
        return redirect("add-edition", work.slug)
    saving = "save" in request.POST
    form = EditionForm(
        request.POST if saving else None,
        work=work,
        initial=_described(request) or {"language": work.language, "visibility": work.visibility},
    )
    if request.method == "GET":
        return _page(request, form, {"work": work})
    user = request.user
    assert isinstance(user, User)
    try:
        upload = uploads.take(request, user)
    except (Refused, drafts.DraftGone) as error:
        return _page(request, form, {"work": work, "refused": str(error), **_kept(request)}, status=422)
    seen = preview(upload.extraction, upload.content, upload.filename)
    context = {"work": work, "upload": upload, "preview": seen}
    if saving and uploads.unseen(request, seen):
        return _page(request, form, {**context, "unseen": True}, status=409)
    if not saving or not form.is_valid():
        return _page(request, form, context, status=422 if saving else 200)
    content, filename = upload.stored_as()
    try:
        edition = depositing.add_edition(
            work,
            text=upload.extraction.text,
            content=content,
            filename=filename,
            extraction=upload.extraction,
            reason="First stored.",
            user=user,
            **form.cleaned_data,
        )
    except storing.SiglumTaken as error:
        form.add_error("siglum", str(error))
        return _page(request, form, context, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, context, status=422)
    drafts.forget(upload.draft, user)
    if not hasattr(edition, "deposit"):
        messages.success(request, f"Saved as revision 1 of {edition.siglum}: {seen.words:,} words.")
    return redirect(edition)


def _described(request: HttpRequest) -> dict[str, Any]:
    """What was written in the description so far, so that another look at the text loses none of it."""
    return {name: request.POST[name] for name in EditionForm.Meta.fields if name in request.POST}


def _kept(request: HttpRequest) -> dict[str, Any]:
    """After a refusal: what was pasted or uploaded stays in the form, so that another encoding can be tried."""
    return {
        "pasted": request.POST.get("pasted", "") if not request.FILES else "",
        "draft": request.POST.get("draft", "") if not request.FILES else "",
        "chosen": request.POST.get("encoding", ""),
    }


def _page(request: HttpRequest, form: EditionForm, context: dict[str, Any], status: int = 200) -> HttpResponse:
    seen: Preview | None = context.get("preview")
    return render(
        request,
        "texts/add-edition.html",
        {
            "form": form,
            "encodings": CHOICES,
            "chosen": request.POST.get("encoding", ""),
            "markdown": request.POST.get("markdown") == "on",
            "step": 1 if seen is None else 2,
            **context,
        },
        status=status,
    )
