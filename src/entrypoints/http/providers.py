"""The bridge between the container's providers and the framework's dependencies."""

from collections.abc import Callable
from typing import TypeVar

from litestar.di import Provide

T = TypeVar("T")


def provide(provider: Callable[[], T]) -> Provide:
    """Returns a dependency that calls its provider for each request, so that an override takes effect at once."""

    def resolve() -> T:
        return provider()

    return Provide(resolve, sync_to_thread=False)
