"""Builds the OpenAPI document from the routes; schemas come from msgspec, which also validates requests."""

import inspect
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any, Final, get_args, get_origin

import msgspec
from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from domain.text.characters import CONTROL
from entrypoints.http.idempotency.keyed_requests import HEADER, REPLAYED
from entrypoints.http.openapi.examples import BODIES
from entrypoints.http.openapi.problems_of import ProblemDocument, problems_of, takes_key
from entrypoints.http.problems.problem import MEDIA_TYPE, Kind
from entrypoints.http.requests.body import may_be_empty
from entrypoints.http.requests.guards import GUARDS
from entrypoints.http.requests.query import QUERY_OPTION
from entrypoints.http.validation.schema import fields_of

_REFERENCE: Final = "#/components/schemas/{name}"
_NO_CONTROL: Final = f"^[^{CONTROL}]*$"
_SECURITY: Final[list[dict[str, list[str]]]] = [{"bearerAuth": []}]
_ALSO_ANSWERS: Final = {"placeOrder": (200,), "createCheckout": (200,), "isReady": (503,)}
_WEBHOOK: Final = "receiveEvent"


def openapi_document(app: Litestar) -> dict[str, Any]:
    """Returns the OpenAPI document of every public route."""
    operations = sorted(_operations(app), key=lambda operation: operation[:2])
    schemas = _Schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for path, method, handler in operations:
        paths.setdefault(path, {})[method.lower()] = _operation(path, method, handler, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Till",
            "version": version("till"),
            "summary": "Checkout, refunds and webhooks between a shop and Stripe",
            "description": "Amounts are integers in Stripe's minor unit of their currency; times are RFC 3339 in UTC. "
            "Errors are problem documents (RFC 9457).",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
            "headers": _headers(),
        },
    }


class _Schemas:
    """The schemas of all bodies, and references to them."""

    def __init__(self, operations: list[tuple[str, str, HTTPRouteHandler]]) -> None:
        types = [ProblemDocument]
        for _, _, handler in operations:
            types += [found for found in (_body_of(handler), _answer_of(handler)) if _is_struct(found)]
        self._types = list(dict.fromkeys(types))
        references, components = msgspec.json.schema_components(self._types, ref_template=_REFERENCE)
        self._references = dict(zip(self._types, references, strict=True))
        self.components = {name: _polished(schema) for name, schema in sorted(components.items())}

    def of(self, struct: Any) -> dict[str, Any]:
        """Returns a reference to the schema of a body."""
        return self._references[struct]


def _operations(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        for handler in route.route_handlers:
            if handler.resolve_include_in_schema():
                yield route.path_format, next(iter(handler.http_methods)), handler


def _operation(path: str, method: str, handler: HTTPRouteHandler, schemas: _Schemas) -> dict[str, Any]:
    name = str(handler.operation_id)
    guarded = any(guard in GUARDS for guard in handler.resolve_guards())
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": handler.summary,
        "description": inspect.getdoc(handler.fn),
        "tags": _tags_of(handler),
        "security": _SECURITY if guarded else [],
    }
    if parameters := [*_path_parameters(path), *_query_parameters(handler), *_header_parameters(name, method)]:
        operation["parameters"] = parameters
    if (body := _body_of(handler)) is not None:
        content: dict[str, Any] = {"schema": schemas.of(body)}
        if name in BODIES:
            content["example"] = BODIES[name]
        operation["requestBody"] = {"required": not may_be_empty(handler), "content": {"application/json": content}}
    elif name == _WEBHOOK:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}
    operation["responses"] = _responses(name, method, handler, schemas)
    return operation


def _tags_of(handler: HTTPRouteHandler) -> list[str]:
    return sorted({tag for layer in handler.ownership_layers for tag in (getattr(layer, "tags", None) or ())})


def _responses(name: str, method: str, handler: HTTPRouteHandler, schemas: _Schemas) -> dict[str, Any]:
    answer = _answer_of(handler)
    headers = {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}
    keyed = {REPLAYED: {"$ref": f"#/components/headers/{REPLAYED}"}} if takes_key(name, method) else {}
    success: dict[str, Any] = {"description": "Done.", "headers": headers | keyed}
    if _is_struct(answer):
        success["content"] = {"application/json": {"schema": schemas.of(answer)}}
    elif answer is bytes:
        media_type = str(handler.media_type).partition(";")[0]
        kind = "object" if media_type == "application/json" else "string"
        success["content"] = {media_type: {"schema": {"type": kind}}}
    responses = {str(status): success for status in (handler.status_code, *_ALSO_ANSWERS.get(name, ()))}
    for status, found in problems_of(name, method, handler).items():
        if str(status) in responses:
            responses[str(status)] = _either(responses[str(status)], _problem(status, found, schemas))
        else:
            responses[str(status)] = _problem(status, found, schemas)
    return dict(sorted(responses.items()))


def _either(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one | {"content": {**one.get("content", {}), **other["content"]}}


def _problem(status: int, found: tuple[Kind, ...], schemas: _Schemas) -> dict[str, Any]:
    headers = {"X-Request-Id": {"$ref": "#/components/headers/X-Request-Id"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WWW-Authenticate"}
    if status in (409, 429, 503):
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    return {
        "description": "; ".join(f"`{kind.code}`: {kind.title}" for kind in found),
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": schemas.of(ProblemDocument)}},
    }


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1, "maxLength": 255}}
        for name in names
    ]


def _query_parameters(handler: HTTPRouteHandler) -> list[dict[str, Any]]:
    struct = handler.opt.get(QUERY_OPTION)
    if struct is None:
        return []
    (reference,), components = msgspec.json.schema_components([struct], ref_template=_REFERENCE)
    properties = components[reference["$ref"].rpartition("/")[2]]["properties"]
    return [
        {"name": name, "in": "query", "required": False, "schema": _given(_inlined(properties[name], components))}
        for name in fields_of(struct)
    ]


def _header_parameters(name: str, method: str) -> list[dict[str, Any]]:
    parameters = []
    if takes_key(name, method):
        key = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"}
        parameters.append(
            {
                "name": HEADER,
                "in": "header",
                "required": False,
                "description": "Makes the request safe to send twice: the second request gets the first one's answer.",
                "schema": key,
            }
        )
    if name == _WEBHOOK:
        parameters.append(
            {
                "name": "Stripe-Signature",
                "in": "header",
                "required": True,
                "description": "Stripe's signature over the raw body.",
                "schema": {"type": "string"},
            }
        )
    return parameters


def _headers() -> dict[str, Any]:
    def text(description: str) -> dict[str, Any]:
        return {"description": description, "schema": {"type": "string"}}

    return {
        "X-Request-Id": text("The id of this request in logs and in the history of the order that it changed."),
        "WWW-Authenticate": text("How to authenticate."),
        "Retry-After": {
            "description": "The number of seconds after which the request may be sent again.",
            "schema": {"type": "integer"},
        },
        REPLAYED: text("`true` if this is the stored answer of an earlier request."),
    }


def _body_of(handler: HTTPRouteHandler) -> Any:
    return handler.parsed_data_field.annotation if handler.parsed_data_field is not None else None


def _answer_of(handler: HTTPRouteHandler) -> Any:
    annotation = handler.parsed_return_field.annotation
    inner = get_args(annotation)[0] if get_origin(annotation) is Response else annotation
    return get_origin(inner) or inner


def _is_struct(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, msgspec.Struct)


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """Returns a parameter's schema without null: an absent parameter is left out."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    if len(options) == 1:
        schema = {name: value for name, value in schema.items() if name != "anyOf"} | options[0]
    return _polished({name: value for name, value in schema.items() if value is not None})


def _inlined(schema: dict[str, Any], components: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    if "anyOf" in schema:
        return schema | {"anyOf": [_inlined(option, components) for option in schema["anyOf"]]}
    if "$ref" in schema:
        rest = {name: value for name, value in schema.items() if name != "$ref"}
        return components[schema["$ref"].rpartition("/")[2]] | rest
    return schema


def _polished(schema: dict[str, Any]) -> dict[str, Any]:
    """Returns the schema with the pattern that refuses control characters, which validation adds to every string."""
    polished = {name: value for name, value in schema.items() if name not in ("title", "message")}
    if "properties" in polished:
        polished["properties"] = {name: _polished(value) for name, value in polished["properties"].items()}
    for name in ("items", "additionalProperties"):
        if isinstance(polished.get(name), dict):
            polished[name] = _polished(polished[name])
    if "anyOf" in polished:
        polished["anyOf"] = [_polished(option) for option in polished["anyOf"]]
    if all(isinstance(choice, str) for choice in polished.get("enum", [None])):
        polished["type"] = "string"
    if polished.get("type") == "string" and "pattern" not in polished and "enum" not in polished:
        polished["pattern"] = _NO_CONTROL
    return polished
