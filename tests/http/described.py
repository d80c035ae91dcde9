"""Holds every answer to the API's own description, whatever a test asks for."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from entrypoints.http.openapi.standalone import openapi_document

UNDESCRIBED = re.compile(r"/|/admin|/static/.*|/favicon\.ico|/csp-report")
"""The pages: no part of the API."""


@cache
def document() -> dict[str, Any]:
    """The description as it is served."""
    described: dict[str, Any] = json.loads(openapi_document())
    return described


@cache
def operations() -> list[tuple[re.Pattern[str], str, dict[str, Any]]]:
    """Every operation with a pattern of its path, literal paths before templates."""
    found = []
    for path, methods in document()["paths"].items():
        pattern = re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "/?")
        found += [(pattern, method.upper(), operation) for method, operation in methods.items()]
    return sorted(found, key=lambda operation: operation[0].pattern.count("[^/]+"))


FORMATS = FormatChecker(formats=())


@FORMATS.checks("decimal", raises=InvalidOperation)
def is_decimal(value: object) -> bool:
    """Whether a text is a decimal number, which JSON Schema's own formats don't know."""
    return not isinstance(value, str) or Decimal(value) is not None


@cache
def validator(schema: str) -> Draft202012Validator:
    """A validator of one of the document's schemas, given as JSON."""
    return Draft202012Validator({**json.loads(schema), "components": document()["components"]}, format_checker=FORMATS)


def operation_of(method: str, path: str) -> dict[str, Any] | None:
    """The operation that a request is for; None where there is none."""
    wanted = "GET" if method == "HEAD" else method
    matching = (op for pattern, known, op in operations() if known == wanted and pattern.fullmatch(path))
    return next(matching, None)


async def hold_to_description(answer: httpx.Response) -> None:
    """Fails unless the answer's status, media type and body are among those described."""
    await answer.aread()
    request = answer.request
    operation = operation_of(request.method, request.url.path)
    if operation is None:
        expected = (200, 204, 304, 308, 400, 403, 404, 405, 413, 429, 500)
        assert answer.status_code in expected, f"{request.method} {request.url.path}: {answer.status_code}"
        return
    seen = f"{operation['operationId']} answered {answer.status_code}: {answer.text[:500]}"
    if answer.status_code in (304, 308):
        return
    described = operation["responses"].get(str(answer.status_code))
    assert described is not None, f"{seen}, which is not described"
    for name in described.get("headers", {}):
        if name in ("X-Request-Id", "WWW-Authenticate"):
            assert name in answer.headers, f"{seen}, without {name}"
    content = described.get("content", {})
    if not content or request.method == "HEAD":
        assert not answer.content, f"{seen}, with a body"
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content, f"{seen}, as {media_type}"
    if media_type.endswith("json"):
        faults = list(validator(json.dumps(content[media_type]["schema"])).iter_errors(answer.json()))
        assert not faults, f"{seen}\n{faults[0].json_path}: {faults[0].message}"
