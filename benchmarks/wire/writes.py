"""What the commands that write do to a collection; each document stands by itself."""

from collections.abc import Callable
from typing import Any

from benchmarks.wire.collection import Collection, NotWritten
from benchmarks.wire.updates import changed, inserted
from benchmarks.wire.values import Document


def insert(collection: Collection, command: Document) -> Document:
    """Adds documents; after one that can't be added the rest only where they are not ordered."""

    checked = _is_checked(command)

    def add(document: Document, answer: Document, _number: int) -> None:
        collection.insert(document, checked=checked)
        answer["n"] += 1

    return _each(command, "documents", {"n": 0}, add)


def update(collection: Collection, command: Document) -> Document:
    """Changes what each statement finds, or adds what it was to find."""
    upserted: list[Document] = []
    checked = _is_checked(command)

    def change(statement: Document, answer: Document, number: int) -> None:
        found = collection.find(statement["q"], limit=0 if statement.get("multi") else 1)
        for document in found:
            after = changed(document, statement["u"])
            if after != document:
                collection.replace(document, after, checked=checked)
                answer["nModified"] += 1
            answer["n"] += 1
        if not found and statement.get("upsert"):
            new = changed(inserted(statement["q"]), statement["u"], is_new=True)
            collection.insert(new, checked=checked)
            upserted.append({"index": number, "_id": new["_id"]})
            answer["n"] += 1

    answer = _each(command, "updates", {"n": 0, "nModified": 0}, change)
    return answer | ({"upserted": upserted} if upserted else {})


def delete(collection: Collection, command: Document) -> Document:
    """Removes what each statement finds."""
    done = 0
    for statement in command["deletes"]:
        for document in collection.find(statement["q"], limit=statement.get("limit", 0)):
            collection.delete(document)
            done += 1
    return {"n": done}


def find_and_modify(collection: Collection, command: Document) -> Document:
    """Changes one document, and returns it as it was or as it is then. Raises `NotWritten`."""
    found = collection.find(command.get("query", {}), command.get("sort"), 1)
    if not found and not command.get("upsert"):
        return {"value": None, "lastErrorObject": {"n": 0, "updatedExisting": False}}
    before = found[0] if found else inserted(command.get("query", {}))
    if command.get("remove"):
        collection.delete(before)
        return {"value": before, "lastErrorObject": {"n": 1}}
    after = changed(before, command["update"], is_new=not found)
    if found:
        collection.replace(before, after)
    else:
        collection.insert(after)
    shown = after if command.get("new") else (before if found else None)
    return {"value": shown, "lastErrorObject": {"n": 1, "updatedExisting": bool(found)}}


def _is_checked(command: Document) -> bool:
    return not command.get("bypassDocumentValidation")


def _each(command: Document, name: str, answer: Document, write: Callable[[Any, Document, int], None]) -> Document:
    errors: list[Document] = []
    for number, statement in enumerate(command[name]):
        try:
            write(statement, answer, number)
        except NotWritten as refused:
            errors.append({"index": number, "code": refused.code, "errmsg": str(refused), **refused.details})
            if command.get("ordered", True):
                break
    return answer | ({"writeErrors": errors} if errors else {})
