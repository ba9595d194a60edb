"""Describing a work or an edition anew, and withdrawing an edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from corpus.access.doors import for_editors
from corpus.texts import faults, followers
from corpus.texts.forms import EditionDescriptionForm, WorkForm
from corpus.texts.views.finding import edition_or_404, work_or_404
from corpus.works.renaming import NameTaken, rename_edition, rename_work

MEANWHILE = "Somebody else changed this description since you opened it. Look at theirs first; yours is still below."


@for_editors
@require_http_methods(["GET", "POST"])
def describe_work(request: HttpRequest, slug: str) -> HttpResponse:
    work = work_or_404(request, slug)
    context = {"work": work, "address": work.slug}
    form = WorkForm(request.POST if request.method == "POST" else None, instance=work)
    return _described(request, form, "slug", rename_work, "texts/describe-work.html", context)


@for_editors
@require_http_methods(["GET", "POST"])
def describe_edition(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    edition = edition_or_404(request, slug, siglum)
    context = {"edition": edition, "siglum": edition.siglum}
    data = request.POST if request.method == "POST" else None
    form = EditionDescriptionForm(data, instance=edition, work=edition.work)
    return _described(request, form, "siglum", rename_edition, "texts/describe-edition.html", context)


def _described(
    request: HttpRequest,
    form: ModelForm[Any],
    name: str,
    rename: Callable[[Any, str], object],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Save a description and give the thing its new name, the field `name`; unless somebody else was quicker."""
    thing = form.instance
    old, seen = getattr(thing, name), thing.updated_at.isoformat()
    context = {**context, "form": form, "seen": seen}
    if request.method == "POST" and request.POST.get("seen") != seen:
        form.add_error(None, MEANWHILE)
        return render(request, template, context, status=409)
    if form.is_valid():
        wanted = form.cleaned_data[name]
        try:
            with transaction.atomic():
                setattr(thing, name, old)
                rename(thing, wanted)
                thing.save()
                followers.changed()
                faults.DESCRIBED.reached()
        except NameTaken as error:
            form.add_error(name, str(error))
        else:
            messages.success(request, "The description is saved.")
            return redirect(thing)
    return render(request, template, context, status=422 if form.errors else 200)


@for_editors
@require_http_methods(["GET", "POST"])
def withdraw_edition(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    """Withdraw with a reason, or put back what was withdrawn; nothing is deleted by either."""
    edition = edition_or_404(request, slug, siglum)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()
    back = "back" in request.POST
    if request.method == "POST" and (reason or back):
        with transaction.atomic():
            if back:
                edition.withdrawn_at, edition.withdrawn_reason = None, ""
            elif edition.withdrawn_at is None:
                edition.withdrawn_at, edition.withdrawn_reason = timezone.now(), reason
            edition.save()
            followers.changed()
            faults.WITHDRAWN.reached()
        said = "is withdrawn; its address tells why" if edition.withdrawn_at else "stands again"
        messages.success(request, f"{edition.siglum} {said}.")
        return redirect(edition)
    missing = request.method == "POST"
    return render(
        request, "texts/withdraw.html", {"edition": edition, "missing": missing}, status=422 if missing else 200
    )
