"""The user's document."""

from datetime import datetime
from typing import Any

import msgspec

from adapters.mongodb.documents.plain import from_plain, to_plain
from domain.customers.user import User
from domain.identifiers.types import CustomerId, UserId


class DeclineDocument(msgspec.Struct, kw_only=True):
    """A decline by its charge's id, or an attempt that may become one."""

    id: str
    at: datetime


class UserDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A user; one that another program wrote may lack everything but `_id`."""

    id: str = msgspec.field(name="_id")
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    customer_id: str | None = msgspec.field(name="stripeCustomerId", default=None)
    generation: int = 0
    declines: list[DeclineDocument] = []


def to_document(user: User) -> dict[str, Any]:
    """A user as it is stored when it is added."""
    return to_plain(
        UserDocument(
            id=user.id,
            email=user.email,
            first_name=user.first_name,
            last_name=user.last_name,
            customer_id=user.customer_id,
            generation=user.generation,
        )
    )


def from_document(document: dict[str, Any]) -> User:
    """A user as the domain knows it."""
    stored = from_plain({**document, "generation": document.get("generation") or 0}, UserDocument)
    return User(
        id=UserId(stored.id),
        email=stored.email,
        first_name=stored.first_name,
        last_name=stored.last_name,
        customer_id=CustomerId(stored.customer_id) if stored.customer_id else None,
        generation=stored.generation,
        declines=tuple(decline.at for decline in stored.declines),
    )
