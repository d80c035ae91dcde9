"""GET /schema/openapi.json: the API's own description."""

from typing import Final

import msgspec
from litestar import Controller, get

from entrypoints.http.openapi import openapi_document
from entrypoints.http.requests.caller import Call

_KEPT: Final = "openapi"


class SchemaController(Controller):
    """Open to everyone."""

    tags = ("Operation",)

    @get("/schema/openapi.json", operation_id="getOpenApi", summary="This description", media_type="application/json")
    async def describe(self, request: Call) -> bytes:
        """OpenAPI 3.1."""
        described = request.app.state.get(_KEPT)
        if described is None:
            described = msgspec.json.encode(openapi_document(request.app))
            request.app.state[_KEPT] = described
        return bytes(described)
