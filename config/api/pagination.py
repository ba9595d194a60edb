"""Cursor pagination everywhere: a page stays the same page while rows are added before it."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class Pages(CursorPagination):
    page_size = 50
    page_size_query_param = "page_size"
    page_size_query_description = "How many results a page has; 500 are the most that it gets."
    max_page_size = 500
    ordering = "pk"

    def get_page_size(self, request: Request) -> int:
        """What is no number is refused, rather than passed over; what is more than the most gets the most."""
        asked = request.query_params.get("page_size", "")
        if not asked:
            return self.page_size
        if not (asked.isascii() and asked.isdigit()) or not asked.strip("0"):
            raise ValidationError({"page_size": f"“{asked}” is not a number of results, 1 or more."})
        return min(int(asked[:9]) if len(asked) > 9 else int(asked), self.max_page_size)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            if parameter["name"] == self.page_size_query_param:
                parameter["schema"] |= {"minimum": 1}
        return parameters
