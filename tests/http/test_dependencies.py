"""The framework makes no task for a dependency."""

from litestar.routes import HTTPRoute

from tests.http.till import Till


async def test_dependencies_are_resolved_one_by_one(till: Till) -> None:
    models = [
        model
        for route in till.app.litestar.routes
        if isinstance(route, HTTPRoute)
        for _, model in route.route_handler_map.values()
    ]
    batches = [batch for model in models for batch in model.dependency_batches]
    assert batches
    assert all(len(batch) == 1 for batch in batches)
