"""The API's questions to `policy`."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from corpus.access.policy import may_edit


class ReadOrEdit(BasePermission):
    """Everybody reads what is visible to them; editors write."""

    message = "Only an editor may write here. Sign in, or send Basic authentication, with an editor's account."

    def has_permission(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or may_edit(request.user)
