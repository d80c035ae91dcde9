"""The one place that knows which adapter serves which port."""

from entrypoints.container.use_cases import Container

__all__ = ["Container"]
