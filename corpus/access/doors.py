"""Doors of pages that are for some people alone."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from corpus.access.policy import may_edit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_editors(view: View[P]) -> View[P]:
    """Send visitors to the sign-in page and back; tell signed-in readers that the page is for editors."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_edit(request.user):
            raise PermissionDenied("This page is for editors. Ask an administrator to make you one.")
        return view(request, *arguments, **named)

    return guarded
