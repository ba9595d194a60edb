"""Setting an alignment point by paragraph numbers: the way without script; a module in the page uses the same form."""

from __future__ import annotations

import re
from typing import Literal, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from comparisons.engine.options import BadOptions, Point
from comparisons.pairs import ends
from comparisons.pairs.addresses import address
from comparisons.pairs.models import End
from comparisons.pairs.views.asking import Asked
from comparisons.pairs.views.reaching import of_two

NUMBERS = re.compile(r"\s*¶?\s*(\d{1,8})(?:\s*[-–]\s*(\d{1,8}))?\s*")


@require_GET
@of_two
def set_point(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """Add the point to the address, and go there."""
    kind = request.GET.get("kind", "together")
    if kind not in {"together", "apart", "only"}:
        raise BadOptions("An alignment point is of the kind together, apart or only.")
    a = span(wanted.a, request.GET.get("in_a", ""))
    b = span(wanted.b, request.GET.get("in_b", ""))
    point = Point(cast(Literal["together", "apart", "only"], kind), a, b)
    chosen = tuple(dict.fromkeys((*wanted.view.points, point)))
    return redirect(address(wanted.a, wanted.b, wanted.view, points=chosen, change=0, part=-1, key=""))


def span(end: End, numbers: str) -> tuple[int, int]:
    """The place of the paragraphs `12` or `3-9`. Raises `BadOptions`."""
    found = NUMBERS.fullmatch(numbers)
    siglum = ends.siglum(end)
    if not found:
        raise BadOptions(f"“{numbers[:40]}” is no paragraph of {siglum}. Give a number, 12, or a stretch, 3-9.")
    first, last = int(found[1]), int(found[2] or found[1])
    places = ends.paragraphs(end, first, last)
    if first not in places or last not in places or first > last:
        raise BadOptions(f"{siglum} has no paragraphs {numbers.strip()}. Its numbers stand in the margin of the page.")
    return places[first][0], places[last][1]
