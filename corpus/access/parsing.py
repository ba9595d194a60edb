"""JSON as clients send it."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """JSON that is nested deeper than Python reads is refused as any other that cannot be read, with 400."""

    def parse(self, *given: Any, **named: Any) -> Any:
        try:
            return super().parse(*given, **named)
        except RecursionError as error:
            raise ParseError(
                "The JSON is nested too deeply to be read; nothing here needs more than a few levels."
            ) from error
