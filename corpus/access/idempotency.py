"""`Idempotency-Key`: a creating request that is sent again gives the first answer again, and creates nothing twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from corpus.access.models import IdempotentRequest

LONGEST = 200


class KeyUsed(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This Idempotency-Key was sent before with another request. Use a new key for a new request."
    default_code = "idempotency_key_used"


class Idempotent:
    """Mix into a view set before `CreateModelMixin`: its `create` then bears to be sent twice.

    The key, what is created, and the answer are one transaction: a process that dies leaves none of them, and of two
    requests at once the second waits for the first and gets its answer.
    """

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        keep_body(request)
        found: Request = super().initialize_request(request, *args, **kwargs)  # type: ignore[misc]
        return found

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return once(request, lambda: super(Idempotent, self).create(request, *args, **kwargs))  # type: ignore[misc]


def keep_body(request: Any) -> None:
    """Read the body of a request with a key before a parser does: afterwards it could not be read for the digest."""
    if request.method == "POST" and request.headers.get("Idempotency-Key"):
        request.body  # noqa: B018


def once(request: Request, create: Callable[[], Response]) -> Response:
    """What `create` answers, or answered when the request's key was sent first."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        with transaction.atomic():
            return create()
    if len(key) > LONGEST:
        raise ValidationError({"Idempotency-Key": f"A key has at most {LONGEST} characters."})
    user = request.user if request.user.is_authenticated else None
    fingerprint = _fingerprint(request)
    try:
        with transaction.atomic():
            row = IdempotentRequest.objects.create(key=key, user=user, fingerprint=fingerprint)
            response = create()
            row.status = response.status_code
            row.answer = _plain(response.data)
            row.location = response.headers.get("Location", "")
            row.save()
            return response
    except IntegrityError:
        known = IdempotentRequest.objects.filter(key=key, user=user).first()
        if known is None:
            raise
    if known.fingerprint != fingerprint:
        raise KeyUsed
    replay = Response(known.answer, status=known.status, headers={"Idempotency-Replayed": "true"})
    if known.location:
        replay["Location"] = known.location
    return replay


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256()
    for part in (request.method or "", request.path, request.content_type or ""):
        digest.update(part.split(";")[0].encode() + b"\0")
    # The boundary of a form is drawn anew each time it is sent; the parts in between are the request.
    boundary = (request.content_type or "").partition("boundary=")[2].strip('"').encode()
    body = request._request.body
    digest.update(body.replace(boundary, b"") if boundary else body)
    return digest.hexdigest()


def _plain(data: Any) -> Any:
    """The answer as JSON alone: dates and UUIDs as their strings."""
    return json.loads(json.dumps(data, cls=JSONEncoder))
