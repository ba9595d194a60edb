"""The address of the API's description."""

from __future__ import annotations

from typing import Any

from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request


class DescriptionView(SpectacularAPIView):
    """There is one version, that of the address: a `version` in the query, which would go into a header, is not read."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """A problem is JSON, as everywhere, also where the description would have been YAML."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.exception:
            response.accepted_renderer = JSONRenderer()
        return response

    def _get_version_parameter(self, request: Request) -> None:
        return None
