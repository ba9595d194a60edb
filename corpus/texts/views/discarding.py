"""Throwing away a long text that was handed in and could not be stored."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from corpus.access.doors import for_editors
from corpus.texts import depositing
from corpus.texts.models import Deposit
from corpus.texts.views.finding import edition_or_404
from corpus.works.models import Edition


@for_editors
@require_POST
def discard(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    edition = edition_or_404(request, slug, siglum)
    deposit = Deposit.objects.filter(edition=edition).defer("text", "content").first()
    if deposit is not None:
        try:
            depositing.discard(deposit)
        except depositing.BeingStored as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The text that could not be stored was thrown away.")
    return redirect(edition if Edition.objects.filter(pk=edition.pk).exists() else edition.work)
