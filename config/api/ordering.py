"""What a list is sorted by: a name that it cannot be sorted by is refused, rather than passed over."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.filters import OrderingFilter


class Ordering(OrderingFilter):
    """`ordering=name` or `ordering=-name`, several with commas between; empty is the list's own order."""

    def remove_invalid_fields(self, queryset: Any, fields: Any, view: Any, request: Any) -> Any:
        names = [name for name, _ in self.get_valid_fields(queryset, view, {"request": request})]
        for field in filter(None, fields):
            if field.removeprefix("-") not in names:
                raise ValidationError(
                    {"ordering": f"“{field}” is nothing to sort by: take {_listed(names)}; - before it turns it round."}
                )
        return [field for field in fields if field]

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """As a list whose members are among the names, so that the description says what is refused."""
        parameters = super().get_schema_operation_parameters(view)
        names = ["", *(signed for name in view.ordering_fields for signed in (name, f"-{name}"))]
        for parameter in parameters:
            if parameter["name"] == self.ordering_param:
                parameter["description"] = "What it is sorted by; - before a name turns the order round."
                parameter["schema"] = {"type": "array", "items": {"type": "string", "enum": names}}
                parameter |= {"explode": False, "style": "form"}
        return parameters


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
