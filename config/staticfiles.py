"""Static files under names that hold a digest of their content, so that browsers may keep them for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites what our ES modules import, and lets other people's scripts alone: a comment in them can look like an
    import of a file that is not there."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, hashed_files: dict[str, Any], template: str | None = None) -> Callable[..., str]:
        if name.endswith(".js") and not name.startswith("js/"):
            return _as_it_stands
        rewriting: Callable[..., str] = super().url_converter(name, hashed_files, template)
        return rewriting


def _as_it_stands(match: re.Match[str]) -> str:
    return match.group(0)
