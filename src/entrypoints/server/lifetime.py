"""Opens a process's container and closes its connections in the same event loop."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.mongodb.driver.connection import disconnect
from entrypoints.container import Container
from entrypoints.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Container]:
    """Yields a container and closes it afterwards; connections are opened when they are first used."""
    container = Container(settings=settings)
    try:
        yield container
    finally:
        await close(container)


async def close(container: Container) -> None:
    """Closes the connections to Stripe, to the shop's systems and to MongoDB."""
    await container.http_shop_webhooks().close()
    await container.stripe_calls().close()
    await disconnect(container.mongodb_client())
