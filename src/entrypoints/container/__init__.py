"""The one place that binds adapters to ports."""

from adapters.system.hidden_imports import hidden_imports

# structlog would load what draws on a console, dependency-injector the web frameworks that it could wire and what reads
# YAML: together a tenth of the start of every process.
with hidden_imports("rich", "better_exceptions", "greenlet", "fastapi", "flask", "werkzeug", "yaml"):
    from entrypoints.container.use_cases import Container

__all__ = ["Container"]
