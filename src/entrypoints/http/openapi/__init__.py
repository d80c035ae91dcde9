"""The OpenAPI document (3.1), built from the routes and the schemas that validate requests."""

from entrypoints.http.openapi.document import openapi_document

__all__ = ["openapi_document"]
