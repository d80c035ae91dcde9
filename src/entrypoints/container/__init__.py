"""The one place that knows which adapter serves which port."""

from entrypoints.server.hidden_imports import without

# structlog would load what draws on a console, dependency-injector the web frameworks that it could wire: together a
# tenth of the start of every process.
with without("rich", "better_exceptions", "fastapi", "flask", "werkzeug"):
    from entrypoints.container.use_cases import Container

__all__ = ["Container"]
