"""Light, dark, or as the system has it: a person's choice, kept in a cookie. Works without script."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 60 * 60


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in {"light", "dark", "auto"}:
        return HttpResponseBadRequest("The theme is light, dark or auto.", content_type="text/plain; charset=utf-8")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie("theme", theme, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
    return response
