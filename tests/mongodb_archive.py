"""A dump of a database and its restoration, in the folder that `mongodump` writes: a file of BSON for each collection.

MongoDB's own tools are not on every machine that runs the tests. Like `mongodump` without `--oplog`, this reads one
collection after the other while the shop goes on, so what it has of two collections is of two moments.
"""

from pathlib import Path
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo.database import Database

_AT_ONCE = 100


def dump(database: Database[dict[str, Any]], folder: Path) -> dict[str, int]:
    """Writes every collection, and returns how many documents each has."""
    folder.mkdir(parents=True)
    counts = {}
    raw = database.with_options(codec_options=database.codec_options.with_options(document_class=RawBSONDocument))
    for name in sorted(database.list_collection_names()):
        counts[name] = 0
        with (folder / f"{name}.bson").open("wb") as file:
            for document in raw[name].find():
                file.write(document.raw)  # type: ignore[attr-defined]
                counts[name] += 1
    return counts


def restore(folder: Path, database: Database[dict[str, Any]]) -> dict[str, int]:
    """Inserts what was dumped into an empty database, without indexes, and returns how many documents each has."""
    assert not database.list_collection_names(), f"{database.name} is not empty"
    counts = {}
    for path in sorted(folder.glob("*.bson")):
        with path.open("rb") as file:
            documents = list(bson.decode_file_iter(file))
        for start in range(0, len(documents), _AT_ONCE):
            database[path.stem].insert_many(documents[start : start + _AT_ONCE])
        counts[path.stem] = len(documents)
    return counts
