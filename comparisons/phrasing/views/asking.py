"""From a request to what is chosen of the passages that the person may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from comparisons.phrasing.filters import BadChoice, Choice


def by_choice(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view its choice. What a form leaves empty goes out of the address; what means nothing is told with 400."""

    @wraps(view)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            choice = Choice.read(request.GET)
        except BadChoice as error:
            return render(request, "phrasing/unusable.html", {"why": str(error), "field": error.field}, status=400)
        if "" in request.GET.values():
            return redirect(f"{request.path}{asked(choice.query())}")
        return view(request, choice, **kwargs)

    return wrapped


def asked(query: str) -> str:
    return f"?{query}" if query else ""
