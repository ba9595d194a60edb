"""The address of the API's description."""

from __future__ import annotations

from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request


class DescriptionView(SpectacularAPIView):
    """There is one version, that of the address: a `version` in the query, which would go into a header, is not read."""

    def _get_version_parameter(self, request: Request) -> None:
        return None
