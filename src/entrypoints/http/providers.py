"""The one bridge between the container's providers and the framework's dependencies."""

from collections.abc import Callable
from typing import TypeVar

from litestar.di import Provide

T = TypeVar("T")


def provide(provider: Callable[[], T]) -> Provide:
    """A dependency that asks its provider at every request, so that an override takes effect at once."""

    def resolve() -> T:
        return provider()

    return Provide(resolve, sync_to_thread=False)
