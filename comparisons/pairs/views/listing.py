"""One's own comparisons."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comparisons.pairs.mine import listed

MOST = 200


@require_GET
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    return render(request, "comparison/mine.html", {"visits": listed(request.user)[:MOST]})
