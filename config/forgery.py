"""A form whose token does not fit: mostly one that was open for days, or in a browser that refuses cookies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SENTENCE = (
    "This form was opened too long ago, or your browser keeps no cookies for this site. Nothing was stored. Go back, reload "
    "the page, and send it again; what you typed is still there in most browsers."
)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    context = {"status": 403, "heading": "That form has gone stale", "sentence": SENTENCE}
    return render(request, "house/error.html", context, status=403)
