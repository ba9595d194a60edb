"""What the OpenAPI description says of every operation alike."""

from __future__ import annotations

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "Problem details after RFC 9457.",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, where, and what to do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer into the request."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
                "required": ["pointer", "code", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}


def with_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Every operation may answer with a problem, and says so."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    answer = {
        "description": "A problem: what is wrong, where, and what to do.",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for path, operations in result.get("paths", {}).items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "responses" in operation:
                own = "/jobs/" in path
                if method == "get" and not own and {} not in operation.get("security", []):
                    operation.setdefault("security", []).append({})  # reading needs no account
                if "requestBody" in operation:
                    operation["requestBody"]["required"] = True
                for parameter in operation.get("parameters", []):
                    _may_be_empty(parameter)
                operation["responses"]["4XX"] = answer
                operation["responses"]["5XX"] = answer
    return result


def _may_be_empty(parameter: dict[str, Any]) -> None:
    """A filter that is sent empty, as a form sends it, chooses nothing; its choices say so."""
    schema = parameter.get("schema", {})
    if parameter["in"] == "query" and "enum" in schema:
        schema["enum"] = ["", *(choice for choice in schema["enum"] if choice)]
