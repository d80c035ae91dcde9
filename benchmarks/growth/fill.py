"""Fills a database with orders, their events and their users, many to a command."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pymongo.collection import Collection
from pymongo.database import Database

from adapters.mongodb.documents.alert import to_document as alert_document
from adapters.mongodb.documents.user import to_document as user_document
from adapters.mongodb.driver.connection import Document
from application.ports.shop.webhooks import endpoint_at
from application.ports.storage.alerts import Alert
from benchmarks.growth.documents import due_event_document, event_documents, settled_document, waiting_document
from benchmarks.growth.orders import (
    ORDERS_OF_A_USER,
    customer_of,
    email_of,
    settled_order,
    user_of,
    waiting_order,
)
from domain.customers.user import User
from domain.orders.order import Order

ENDPOINT: Final = endpoint_at("https://shop.example/growth")
"""Not the one that the delivered events go to, so that what waits for it waits for good."""

WAITING: Final = 20
"""Orders, events and alerts that wait for a worker, at every size: a queue is as long as the shop is busy, and not as
long as its history."""

_AT_ONCE: Final = 500


class Filler:
    """Adds what is missing to a size; `now` is the moment before which all of it happened."""

    def __init__(self, database: Database[Document], audit_secret: bytes, now: datetime) -> None:
        self._database = database
        self._audit_secret = audit_secret
        self._now = now
        self._filled = 0

    def fill(self, size: int) -> None:
        """Fills the database up to so many orders, the ones that wait included."""
        if not self._filled:
            self._fill_waiting()
            self._filled = WAITING
        while self._filled < size:
            stop = min(self._filled + _AT_ONCE, size)
            self._fill_settled(range(self._filled, stop))
            self._filled = stop

    def _fill_waiting(self) -> None:
        orders = [waiting_order(number, self._now) for number in range(WAITING)]
        self._insert("orders", [waiting_document(order, self._audit_secret, ENDPOINT.id) for order in orders])
        self._insert("webhook_events", [due_event_document(number, self._now) for number in range(WAITING)])
        self._insert("alerts", [alert_document(_alert(number, self._now)) for number in range(WAITING)])

    def _fill_settled(self, numbers: Iterable[int]) -> None:
        orders: dict[int, Order] = {number: settled_order(number, self._now) for number in numbers}
        settled = [settled_document(order, self._audit_secret, ENDPOINT.id) for order in orders.values()]
        self._insert("orders", settled)
        events = [event for number, order in orders.items() for event in event_documents(number, order)]
        self._insert("webhook_events", events)
        users = [user_document(_user(number)) for number in orders if number % ORDERS_OF_A_USER == 0]
        self._insert("users", users)

    def _insert(self, name: str, documents: list[Document]) -> None:
        collection: Collection[Document] = self._database[name]
        if documents:
            collection.insert_many(documents, ordered=False)


def _user(number: int) -> User:
    return User(id=user_of(number), email=email_of(number), customer_id=customer_of(number))


def _alert(number: int, at: datetime) -> Alert:
    return Alert(id=f"dead_letter:evt_growth{number}", kind="dead_letter", detail="an amount that is no number", at=at)
