"""Handing a text in, which may be stored later by a worker."""

from __future__ import annotations

from typing import Any

from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.models import Job


class Handed(mixins.CreateModelMixin):
    """Creates; where a worker has still to do it, the answer is 202."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().create(request, *args, **kwargs)
        if response.data.get("state") in {Job.State.QUEUED, Job.State.RUNNING}:
            response.status_code = status.HTTP_202_ACCEPTED
        return response
