"""The API's description (OpenAPI 3.1), made from the very schemas and routes that serve it."""

from entrypoints.http.openapi.document import openapi_document

__all__ = ["openapi_document"]
