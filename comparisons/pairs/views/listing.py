"""One's own comparisons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comparisons.pairs.mine import listed
from comparisons.pairs.models import Visit

MOST = 200


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The latest first. Who sees the list has been told."""
    visits = list(listed(request.user)[:MOST])
    Visit.objects.of(request.user).news().update(told=True)
    return render(request, "comparison/mine.html", {"visits": visits})


@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """A part of every page of a signed-in person: which of their long comparisons are ready."""
    return render(request, "comparison/_news.html", {"news": listed(request.user).news()[:5]})
