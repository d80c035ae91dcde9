"""Whether MongoDB answers and has the collections and indexes of this version."""

from adapters.mongodb.driver.connection import connect, disconnect, open_database
from adapters.mongodb.driver.server import require_mongodb
from adapters.mongodb.schema.differences import LATER, Difference, differences
from application.ports.storage.failures import StoreRefused, StoreUnavailable
from entrypoints.doctor.finding import Finding
from entrypoints.settings import Settings


async def examine_database(settings: Settings) -> list[Finding]:
    """Connects, and compares the collections and indexes with those that `till migrate` makes."""
    client = connect(settings.mongodb.uri.reveal())
    try:
        database = open_database(client, settings.mongodb.database)
        await require_mongodb(database)
        found = await differences(database)
    except StoreRefused as refused:
        return [
            Finding(
                f"MongoDB can't be used ({refused})",
                "Use MongoDB, and give the user of MONGODB_URI the role readWrite on the database"
                f" {settings.mongodb.database}",
            )
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
    return schema_findings(settings.mongodb.database, found)


def schema_findings(database: str, found: list[Difference]) -> list[Finding]:
    """Returns a finding for what `till migrate` changes, and one for what it changes only with `--tighten`."""
    looser = [str(each) for each in found if each.kind in LATER]
    other = [str(each) for each in found if each.kind not in LATER]
    findings = []
    if other:
        findings.append(Finding(f"In the database {database}: {', '.join(sorted(other))}", "Run `till migrate`"))
    if looser:
        findings.append(
            Finding(
                f"In the database {database}: {', '.join(sorted(looser))}",
                "Run `till migrate --tighten` once no process of an older version runs",
                is_error=False,
            )
        )
    return findings
