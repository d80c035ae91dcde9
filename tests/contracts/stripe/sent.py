"""Whether a request is one that Stripe's own description of its API knows."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Schema = Mapping[str, Any]

NOT_IN_THE_REDUCED_DESCRIPTION = {("GET", "/v1/reviews/{review}"): {"expand": {"type": "array", "items": {}}}}
"""The SDK has it (`client.v1.reviews.retrieve`); the reduced description left it out."""


@cache
def _operations() -> list[tuple[str, str, re.Pattern[str], Schema]]:
    described = json.loads(
        (Path(__file__).parents[3] / "stripe-stand-in/tests/description/openapi-reduced.json").read_text()
    )
    found: list[tuple[str, str, re.Pattern[str], Schema]] = []
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
            parameters = dict(body.get("schema", {}).get("properties", {}))
            parameters |= {each["name"]: each["schema"] for each in operation.get("parameters", ())}
            found.append((method.upper(), path, _shape(path), parameters))
    for (method, path), parameters in NOT_IN_THE_REDUCED_DESCRIPTION.items():
        found.append((method, path, _shape(path), parameters))
    return found


def _shape(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", r"[^/]+", path) + r"\Z")


def complaints(method: str, path: str, body: bytes) -> list[str]:
    """What of a request Stripe does not know; empty where it knows everything."""
    parts = urlsplit(path)
    parameters = next(
        (known for verb, _, shape, known in _operations() if verb == method and shape.match(parts.path)), None
    )
    if parameters is None:
        return [f"{method} {parts.path}"]
    given = parse_qsl(body.decode() if method == "POST" else parts.query, keep_blank_values=True, strict_parsing=False)
    return [name for name, value in given if not _known({"properties": parameters}, _steps(name), value)]


def _steps(name: str) -> list[str]:
    return re.findall(r"[^\[\]]+", name)


def _known(schema: Schema, steps: list[str], value: str) -> bool:
    if "anyOf" in schema:
        return any(_known(each, steps, value) for each in schema["anyOf"])
    if not steps:
        return _fits(schema, value)
    first, rest = steps[0], steps[1:]
    if first.isdigit() and schema.get("type") == "array":
        return _known(schema["items"], rest, value)
    if first in schema.get("properties", {}):
        return _known(schema["properties"][first], rest, value)
    return "additionalProperties" in schema and _known(schema["additionalProperties"], rest, value)


def _fits(schema: Schema, value: str) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    if schema.get("type") == "integer":
        return value.isdigit()
    return schema.get("type") not in ("array", "object") and len(value) <= schema.get("maxLength", 5000)
