"""Reads Stripe's description and turns it into JSON Schema that says no to anything it does not name."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

DESCRIPTION = Path(__file__).with_name("openapi-reduced.json")


@cache
def description() -> dict[str, Any]:
    return dict(json.loads(DESCRIPTION.read_text()))


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path): operation
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
    }


def parameters(method: str, path: str) -> dict[str, dict[str, Any]]:
    operation = operations()[method, path]
    query = {each["name"]: each["schema"] for each in operation.get("parameters", ()) if each["in"] == "query"}
    body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    return {**query, **body.get("schema", {}).get("properties", {})}


def required(method: str, path: str) -> set[str]:
    operation = operations()[method, path]
    query = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query" and each.get("required")}
    body = operation.get("requestBody", {}).get("content", {}).get("application/x-www-form-urlencoded", {})
    return query | set(body.get("schema", {}).get("required", ()))


@cache
def _definitions() -> dict[str, Any]:
    return {name: _strict(schema) for name, schema in description()["components"]["schemas"].items()}


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        strict: dict[str, Any] = {"$ref": schema["$ref"].replace("#/components/schemas/", "#/$defs/")}
    elif "anyOf" in schema:
        strict = {"anyOf": [_strict(each) for each in schema["anyOf"]]}
    else:
        strict = {"type": schema["type"]} if "type" in schema else {}
        if "enum" in schema and not schema.get("x-open-enum"):
            strict["enum"] = schema["enum"]
        if "properties" in schema:
            strict["properties"] = {name: _strict(each) for name, each in schema["properties"].items()}
            strict["required"] = schema.get("required", schema.get("x-required-2023-08-16", []))
            strict["additionalProperties"] = bool(schema.get("x-stub"))
        elif isinstance(schema.get("additionalProperties"), dict):
            strict["additionalProperties"] = _strict(schema["additionalProperties"])
        if "items" in schema:
            strict["items"] = _strict(schema["items"])
        if "maxLength" in schema:
            strict["maxLength"] = schema["maxLength"]
    return {"anyOf": [strict, {"type": "null"}]} if schema.get("nullable") else strict


@cache
def _validator(method: str, path: str, status: str) -> Draft202012Validator:
    schema = operations()[method, path]["responses"][status]["content"]["application/json"]["schema"]
    return Draft202012Validator({**_strict(schema), "$defs": _definitions()})


@cache
def _named(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": _definitions()})


def faults_of_answer(method: str, path: str, body: object, *, error: bool = False) -> list[str]:
    return _error_texts(_validator(method, path, "default" if error else "200"), body)


def faults_of_object(name: str, body: object) -> list[str]:
    return _error_texts(_named(name), body)


def _error_texts(validator: Draft202012Validator, body: object) -> list[str]:
    return [_deepest(error) for error in validator.iter_errors(body)]


def _deepest(error: Any) -> str:
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return f"{error.json_path}: {error.message[:200]}"


def fields(name: str) -> set[str]:
    return set(description()["components"]["schemas"][name]["properties"])


def expandable_fields(name: str) -> set[str]:
    properties = description()["components"]["schemas"][name]["properties"]
    return {field for field, schema in properties.items() if schema.get("x-expandable")}
