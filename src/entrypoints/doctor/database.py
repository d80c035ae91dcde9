"""Whether MongoDB answers and has the collections and indexes of this version."""

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.driver.failures import answered
from adapters.mongodb.schema.collections import COLLECTIONS, endpoint_index
from application.ports.shop.webhooks import endpoint_at
from application.ports.storage.failures import StoreUnavailable
from entrypoints.doctor.finding import Finding
from entrypoints.settings import Settings


async def examine_database(settings: Settings) -> list[Finding]:
    """Connects, and compares the collections and indexes with those that `till migrate` makes."""
    client = connect(settings.mongodb.uri.reveal())
    endpoints = [endpoint_index(endpoint_at(url).id) for url in settings.shop_webhooks.urls]
    try:
        database = open_database(client, settings.mongodb.database)
        existing = set(await answered(database.list_collection_names()))
        missing = [plan.name for plan in COLLECTIONS if plan.name not in existing]
        for plan in COLLECTIONS:
            if plan.name in existing:
                indexes = await answered(database[plan.name].index_information())
                planned = [*plan.indexes, *(endpoints if plan.name == "orders" else [])]
                missing += [
                    f"{plan.name}.{index.document['name']}"
                    for index in planned
                    if index.document["name"] not in indexes
                ]
    except StoreUnavailable as unreachable:
        return [
            Finding(
                f"MongoDB can't be used ({unreachable})",
                "Check MONGODB_URI: its host, its user and password, and that this machine may connect to it",
            )
        ]
    finally:
        await disconnect(client)
    if not missing:
        return []
    return [
        Finding(f"The database {settings.mongodb.database} lacks {', '.join(sorted(missing))}", "Run `till migrate`")
    ]
