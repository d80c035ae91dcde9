"""The user's document."""

from typing import Any

import msgspec

from adapters.mongodb.documents.plain import from_plain, mirrored, to_plain
from domain.customers.user import User


class UserDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A user; one that another program wrote may lack everything but `_id`."""

    id: str = msgspec.field(name="_id")
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    customer_id: str | None = msgspec.field(name="stripeCustomerId", default=None)
    generation: int = 0


def to_document(user: User) -> dict[str, Any]:
    """A user as it is stored."""
    return to_plain(mirrored(user, UserDocument))


def from_document(document: dict[str, Any]) -> User:
    """A user as the domain knows it."""
    return mirrored(from_plain({**document, "generation": document.get("generation") or 0}, UserDocument), User)
