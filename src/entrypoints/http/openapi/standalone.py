"""The OpenAPI document without a running API, for `till openapi` and the page's client."""

import json
from collections.abc import Iterator
from typing import get_type_hints

from litestar import Litestar
from litestar.di import Dependency
from litestar.handlers import HTTPRouteHandler

from entrypoints.http.openapi import openapi_document as described
from entrypoints.http.providers import provide
from entrypoints.http.routes.all_routes import CONTROLLERS


def openapi_document() -> str:
    """Returns the document as text with a final newline; the same code gives the same text."""
    app = Litestar(
        route_handlers=list(CONTROLLERS),
        dependencies={name: provide(lambda: None) for name in dependencies()},
        openapi_config=None,
        logging_config=None,
    )
    return json.dumps(described(app), indent=2, ensure_ascii=False) + "\n"


def dependencies() -> frozenset[str]:
    """Returns the names of all dependencies of the handlers."""
    return frozenset(_asked())


def _asked() -> Iterator[str]:
    for controller in CONTROLLERS:
        for handler in vars(controller).values():
            if not isinstance(handler, HTTPRouteHandler):
                continue
            own = handler.dependencies or {}
            for name, hint in get_type_hints(handler.fn, include_extras=True).items():
                marks = getattr(hint, "__metadata__", ())
                if name not in own and any(isinstance(mark, Dependency) for mark in marks):
                    yield name
