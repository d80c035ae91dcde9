"""Which servers can keep Till's promises; others are refused by name, with the reason."""

import re
from collections.abc import Mapping
from typing import Final

from adapters.mongodb.driver.connection import Database
from adapters.mongodb.driver.failures import answered
from application.ports.storage.failures import StoreRefused

_BY_HOST: Final = (
    (re.compile(r"\.docdb(-elastic)?\.amazonaws\.com(\.cn)?"), "Amazon DocumentDB"),
    (re.compile(r"\.((mongo|mongocluster)\.cosmos|documents)\.azure\.(com|cn)"), "Azure Cosmos DB"),
    (re.compile(r"\.oraclecloudapps\.com"), "Oracle's API for MongoDB"),
)
_BY_BUILD: Final = (("ferretdb", "FerretDB"), ("documentdb", "DocumentDB"), ("cosmos", "Azure Cosmos DB"))
_REASON: Final = (
    "it speaks MongoDB's protocol without all that Till rests on: majority and journaled writes, majority reads,"
    " retryable writes, partial indexes and validators"
)
OLDEST: Final = (6, 0)
"""MongoDB's oldest version that the suite is run against; older ones get no more fixes from its makers."""


def refused_host(hosts: str) -> str | None:
    """Why the servers at these hosts cannot be used; None where nothing speaks against them."""
    for host in hosts.lower().split(","):
        for pattern, name in _BY_HOST:
            if re.search(rf"{pattern.pattern}(:[0-9]+)?$", host):
                return f"must lead to MongoDB; {name} is refused, because {_REASON}"
    return None


def refused_build(build: Mapping[str, object]) -> str | None:
    """Why a server that answers `buildInfo` like this cannot be used; None where nothing speaks against it."""
    for field, name in _BY_BUILD:
        if any(field in key.lower() for key in build):
            return f"{name} is refused, because {_REASON}"
    version = build.get("versionArray")
    if not isinstance(version, list) or tuple(version[:2]) < OLDEST:
        return f"version {build.get('version', 'unknown')} is refused: Till needs {OLDEST[0]}.{OLDEST[1]} or later"
    return None


async def require_mongodb(database: Database) -> None:
    """Raises `StoreRefused` for a server that cannot keep Till's promises, and `StoreUnavailable`."""
    refused = refused_build(await answered(database.command("buildInfo")))
    if refused is not None:
        raise StoreRefused(refused)
