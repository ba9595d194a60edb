"""The JSON of a comparison, as docs/api.md describes it."""

from __future__ import annotations

import json

from comparisons.engine.form import as_json
from comparisons.pairs.exports.sides import Compared


def write(compared: Compared) -> str:
    """One JSON object on one line, and a line feed."""
    return json.dumps(as_json(compared.result), ensure_ascii=False, separators=(",", ":")) + "\n"
