"""“Try again”: a comparison that could not be made is asked for anew, by whoever presses the button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from comparisons.pairs.addresses import address
from comparisons.pairs.views.asking import Asked, comparison
from comparisons.pairs.views.reaching import of_two


@require_POST
@of_two
def again(request: HttpRequest, wanted: Asked) -> HttpResponse:
    comparison(wanted, request.user, again=True)
    return redirect(address(wanted.a, wanted.b, wanted.view))
