"""A container of Till over what a test puts outside it: one list of what is replaced, for every kind of test."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dependency_injector import providers

from entrypoints.container import Container
from entrypoints.settings import Settings

STORES: Mapping[str, str] = {
    "stored_orders": "orders",
    "order_search": "order_search",
    "histories": "histories",
    "due_orders": "due_orders",
    "outbox": "outbox",
    "users": "users",
    "declines": "declines",
    "open_cases": "open_cases",
    "catalog": "catalog",
    "stored_inbox": "inbox",
    "inbox_search": "inbox",
    "alerts": "alerts",
    "marks": "marks",
    "backlog": "backlog",
    "shop_outbox": "shop_outbox",
    "deliveries": "deliveries",
    "leases": "leases",
    "order_changes": "order_changes",
}
"""The container's providers of stores, and the attribute of `InMemoryStores` that replaces each."""


def in_memory_container(settings: Settings, store: Callable[[str], object], **outside: object) -> Container:
    """The container with each store replaced by `store(name)`, and every provider of `outside` by its value."""
    container = Container(settings=settings)
    replaced = {provider: store(name) for provider, name in STORES.items()}
    for provider, value in (replaced | outside).items():
        container.providers[provider].override(providers.Object(value))
    return container
