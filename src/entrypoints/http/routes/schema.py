"""GET /schema/openapi.json: the OpenAPI document."""

from typing import Final

import msgspec
from litestar import Controller, get

from entrypoints.http.openapi import openapi_document
from entrypoints.http.requests.caller import Call

_CACHED: Final = "openapi"


class SchemaController(Controller):
    """The open route of the OpenAPI document."""

    tags = ("Operation",)

    @get(
        "/schema/openapi.json",
        operation_id="getOpenApi",
        summary="Show the OpenAPI document",
        media_type="application/json",
    )
    async def describe(self, request: Call) -> bytes:
        """Returns this document (OpenAPI 3.1)."""
        described = request.app.state.get(_CACHED)
        if described is None:
            described = msgspec.json.encode(openapi_document(request.app))
            request.app.state[_CACHED] = described
        return bytes(described)
