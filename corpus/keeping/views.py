"""The operator's page: is everything that was taken in still there as it was?"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from corpus.access.policy import may_operate
from corpus.keeping import rounds
from corpus.keeping.models import Round
from corpus.texts.models import Accession


@require_GET
@login_required
@never_cache
def keeping(request: HttpRequest) -> HttpResponse:
    """The rounds: the one under way, and those that are over with what they found."""
    if not may_operate(request.user):
        raise PermissionDenied("This page is for those who run the site.")
    under_way = Round.objects.under_way().first()
    return render(
        request,
        "keeping/keeping.html",
        {
            "under_way": under_way,
            "share": rounds.share(under_way) if under_way else 0.0,
            "finished": Round.objects.finished()[: rounds.KEPT],
            "entries": Accession.objects.count(),
            "days": settings.VERIFY_DAYS,
        },
    )
