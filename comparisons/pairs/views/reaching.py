"""From an address to the result that it asks for, or to what is said where that is not there, or not yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from comparisons.engine.options import BadOptions
from comparisons.pairs import mine, presenting
from comparisons.pairs.addresses import end, path
from comparisons.pairs.models import Comparison
from comparisons.pairs.views.asking import Asked, Moved, asked, comparison, named_in
from jobs.models import Job

Page = Callable[..., HttpResponse]  # takes the request, what it asks for, and what else the address names


def of_two(view: Page) -> Page:
    """Give a view the two texts and the view that the address asks for, or answer with what is wrong."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        named = named_in(parts)
        more = {"form": parts["form"]} if "form" in parts else {}
        try:
            wanted = asked(request, named)
            return view(request, wanted, **more)
        except Moved as moved:
            name = request.resolver_match.url_name if request.resolver_match else "comparison"
            query = request.META.get("QUERY_STRING", "")
            arguments = [*end(moved.a), *end(moved.b), *more.values()]
            return redirect(
                reverse(name or "comparison", args=arguments) + (f"?{query}" if query else ""), permanent=True
            )
        except BadOptions as error:
            plain = reverse("comparison", args=[*named[0], *named[1]])
            context = {"why": str(error), "plain": plain}
            return render(request, "comparison/unusable.html", context, status=400)

    return answered


def of_result(view: Page) -> Page:
    """Give a view, beside what the address asks for, the comparison of it; while that is being made, a page says so."""

    @of_two
    @wraps(view)
    def answered(request: HttpRequest, wanted: Asked, **more: Any) -> HttpResponse:
        found = comparison(wanted, request.user)
        if found.state != Comparison.State.READY:
            return waiting(request, wanted, found)
        return view(request, wanted, found, **more)

    return answered


def waiting(request: HttpRequest, wanted: Asked, found: Comparison) -> HttpResponse:
    """The comparison is being made: how far it is, and a page that turns into the result. Or it could not be made."""
    context = waits_for(request, wanted, found) | {"sides": sides(wanted)}
    return render(request, "comparison/waiting.html", context, status=200 if context["failed"] else 202)


def waits_for(request: HttpRequest, wanted: Asked, found: Comparison) -> dict[str, Any]:
    """The job that makes the comparison, and the person told when it is done; or that failed, and can be tried again."""
    job = get_object_or_404(Job, pk=found.job)
    if job.is_live:
        mine.waits(request.user, found, request.get_full_path())
    return {
        "job": job,
        "may_change": job.may_be_changed_by(request.user),
        "stays": True,
        "failed": job.is_over_without_result,
        "again": f"{path(wanted.a, wanted.b, 'again')}?{wanted.view.query()}",
    }


def sides(wanted: Asked) -> list[presenting.SideShown]:
    query = wanted.view.query(change=0, part=-1, key="")
    base = path(wanted.a, wanted.b, "choose-text")
    return [
        presenting.side(end, letter, f"{base}?side={letter}&{query}")
        for end, letter in ((wanted.a, "a"), (wanted.b, "b"))
    ]
