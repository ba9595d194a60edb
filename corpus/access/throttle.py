"""How often a password may be tried: ten times a minute for a name from one address, thirty from one address at all.

An attempt is written down before the password is looked at and taken back where it was right, so tries at the same
moment count as well. Other people, and the same person elsewhere, are not shut out by somebody who guesses.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from corpus.access.models import SignInAttempt

WINDOW = timedelta(minutes=1)
KEPT = timedelta(hours=1)
FOR_A_NAME = 10
FOR_AN_ADDRESS = 30


class TooManyAttempts(Exception):
    """This name from this address, or this address, must wait a minute."""


def begin(request: HttpRequest, name: str) -> SignInAttempt:
    """Write an attempt down; raises `TooManyAttempts`, and then keeps no trace, so that waiting a minute is enough."""
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - KEPT).delete()
    address = address_of(request)
    attempt = SignInAttempt.objects.create(name=name.casefold()[:150].replace("\0", ""), address=address)
    recent = SignInAttempt.objects.filter(address=address, at__gt=now - WINDOW)
    if recent.filter(name=attempt.name).count() > FOR_A_NAME or recent.count() > FOR_AN_ADDRESS:
        attempt.delete()
        raise TooManyAttempts
    return attempt


def address_of(request: HttpRequest) -> str:
    """The client's address: as the proxy in front says it, where the site is told that there is one."""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            return str(forwarded.rsplit(",", 1)[-1].strip()[:64])
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
