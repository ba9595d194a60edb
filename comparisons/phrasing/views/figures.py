"""The figures of what is chosen: all of them on a page with their tables, and each to take away."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from comparisons.pairs import charts as drawing
from comparisons.phrasing import figured
from comparisons.phrasing.figures import charts
from comparisons.phrasing.filters import Choice, chosen
from comparisons.phrasing.models import Passage
from comparisons.phrasing.presenting import FORMS, NAMES, dots, families, tied, together
from comparisons.phrasing.views.asking import asked, by_choice
from comparisons.phrasing.views.listing import subject
from corpus.access.policy import Person

MEDIA = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}


@require_safe
@by_choice
def figures(request: HttpRequest, choice: Choice) -> HttpResponse:
    """All figures that can be drawn of the choice, each with its table and its forms to take away."""
    found = chosen(Passage.objects.visible_to(request.user), choice)
    plot = figured.plotted(found, choice, {})
    data = figured.shared(found, choice)
    made = [dots(plot, choice)] if plot else []
    if data.pairs:
        made += [together(data, choice), tied(data, choice)]
    timeline = families(figured.woven(found, request.user, choice.family), choice)
    context = {
        "figures": [*made, *([timeline] if timeline else [])],
        "subject": subject(choice, request.user),
        "choice": choice,
        "back": f"{reverse('phrasing')}{asked(choice.query())}",
        "plot": plot,
        "export": f"{reverse('phrasing-export', args=['csv'])}{asked(choice.query())}",
    }
    return render(request, "phrasing/figures.html", context)


@require_safe
@by_choice
def figure(request: HttpRequest, choice: Choice, name: str, form: str) -> HttpResponse:
    """One figure as SVG, PNG, or its specification in Vega-Lite. Drawn again only where it changed."""
    if name not in NAMES or form not in FORMS:
        raise Http404(f"There is no figure “{name}.{form}”: take {', '.join(NAMES)} as {', '.join(FORMS)}.")
    theme = request.GET.get("theme", "")
    made = specification(name, choice, request.user, theme if theme in drawing.THEMES else "light")
    if made is None:
        raise Http404("Nothing of what is chosen can be drawn so. A dot plot needs one work or one edition.")
    content = json.dumps(made, ensure_ascii=False, indent=1).encode()
    etag = f'"{form}-{hashlib.sha256(content).hexdigest()[:40]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    if form != "json":
        content = drawing.png(made) if form == "png" else drawing.svg(made)
    response = HttpResponse(content, content_type=MEDIA[form])
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = f'attachment; filename="{name}.{"vl.json" if form == "json" else form}"'
    return response


def specification(name: str, choice: Choice, person: Person, theme: str) -> dict[str, Any] | None:
    """The figure in Vega-Lite; None where there is nothing to draw."""
    found = chosen(Passage.objects.visible_to(person), choice)
    about = "; ".join(words for words, _ in subject(choice, person))
    title = f"{NAMES[name]}: {about}" if about else NAMES[name]
    if name == "dots":
        plot = figured.plotted(found, choice, {})
        return charts.dot_plot(plot.across, plot.down, plot.spots, title, theme) if plot else None
    if name == "families":
        woven = figured.woven(found, person, choice.family)
        return charts.families(woven.works, woven.threads, title, theme) if woven.threads else None
    data = figured.shared(found, choice)
    if not data.pairs:
        return None
    return (charts.matrix if name == "matrix" else charts.network)(data.works, data.pairs, title, theme)
