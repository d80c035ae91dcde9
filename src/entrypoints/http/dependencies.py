"""The order in which the framework resolves a handler's dependencies."""

from litestar import Litestar
from litestar.routes import HTTPRoute


def resolve_one_by_one(app: Litestar) -> None:
    """Lets the app resolve the dependencies of each handler one after another.

    It would resolve those that do not depend on each other in a task group, a task for each. Till's providers return
    at once, so that the tasks alone would cost more than the rest of the routing.
    """
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for _, model in route.route_handler_map.values():
                model.dependency_batches = [{each} for batch in model.dependency_batches for each in batch]
