"""One passage: by itself, beside a text that is being read, and cited."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from comparisons.phrasing import citing
from comparisons.phrasing.cards import cards
from comparisons.phrasing.models import CitedPassage, Passage, PassageQuerySet
from corpus.access.policy import Person

ALL = 1_000  # other places that its own page names


def of_key(key: str, person: Person) -> PassageQuerySet:
    """The passages of a key: several where texts of several editions are the same, letter for letter."""
    return Passage.objects.visible_to(person).filter(key=key).light().in_context().with_also(person).order_by("id")


@require_safe
def passage(request: HttpRequest, key: str) -> HttpResponse:
    """The passage with all that is known of it; for htmx its card alone. What was cited and is gone is shown as it was."""
    shown = cards(of_key(key, request.user)[:20], request.user, ALL)
    if request.headers.get("HX-Request") and shown:
        return render(request, "phrasing/_opened.html", {"card": shown[0]})
    kept = citing.kept(key, request.user)
    if not shown and kept is None:
        raise Http404("There is no such passage now. The corpus, or its frequency table, has changed since.")
    context = {
        "cards": shown,
        "kept": kept if not shown else None,
        "kept_sides": [kept["a"], kept["b"]] if kept and not shown else [],
        "cited": CitedPassage.objects.visible_to(request.user).filter(key=key).exists(),
        "permanent": request.build_absolute_uri(request.path),
        "key": key,
    }
    return render(request, "phrasing/passage.html", context)


@require_POST
def cite(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a passage for ever, under its key."""
    found = of_key(key, request.user).first()
    if found is None:
        raise Http404("There is no such passage now. The corpus, or its frequency table, has changed since.")
    citing.cite(found, request.build_absolute_uri)
    messages.success(request, "This passage is kept as it is, whatever the corpus shares from now on.")
    return redirect("passage", key=key)
