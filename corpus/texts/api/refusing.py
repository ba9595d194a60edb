"""What is answered to a text that cannot be stored."""

from __future__ import annotations

from rest_framework import status
from rest_framework.exceptions import APIException


class CannotBeKept(APIException):
    """The text or file that was sent is refused: nothing of it is stored."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "refused"


class Taken(APIException):
    """What is asked for meets what is there already."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"
