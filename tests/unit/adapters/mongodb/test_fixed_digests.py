"""What was signed by an earlier Till must verify by this one: digests and hashes of known values never change."""

from datetime import UTC, datetime
from typing import Any

from adapters.mongodb.documents.state import state_digest
from domain.identifiers.types import OrderId
from domain.orders.history import NO_HISTORY, Attribution, Change, EntryType, chained

AT = datetime(2026, 11, 22, 21, 25, 0, 125_000, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "_id": "ord_0123456789ab",
    "version": 7,
    "schemaVersion": 1,
    "user": "ada",
    "items": [{"sku": "tea-green", "quantity": 3, "unitPrice": 1299}, {"quantity": 1, "sku": "wrap", "unitPrice": 0}],
    "terms": {"reference": "cart 2094", "metadata": [["basket", "7"], ["Größe", "XL"]]},
    "payment": {"status": "succeeded", "creation": {"attempt": 1, "askedAt": AT}, "refunds": [], "refusal": None},
    "savePaymentMethod": False,
    "holds": [],
    "createdAt": AT,
    "changedAt": AT,
    "head": {"seq": 2, "hash": "ab"},
    "history": [{"seq": 1}],
    "outbox": {"shopper": {"due": True}},
    "attention": {"due": False},
    "watchedUntil": AT,
}
DIGEST = "09acc87bf71727a5e2d2461ae33254162d42ae1d7774ed61861ac39014488d08"
HASHES = [
    "7beba8c5f511d5aec027a41c0847718040ce4c2c00ba0b45150ac4846e23a5c3",
    "3642c66cf433c0460f8d295d8eb938ce572825a4f5b2085b65c530bf53864141",
]


def test_a_states_digest_stays() -> None:
    assert state_digest(DOCUMENT) == DIGEST


def test_a_states_digest_depends_on_no_order_of_fields() -> None:
    assert state_digest(dict(reversed(DOCUMENT.items()))) == DIGEST


def test_a_chains_hashes_stay() -> None:
    by = Attribution(at=AT, actor="user:ada", cause="request:req_1")
    changes = [
        Change(type=EntryType.CHECKOUT_STARTED, by=by, data={"amount": 4568, "currency": "usd", "replaces": None}),
        Change(type=EntryType.PAYMENT_FAILED, by=by, data={"code": "card_declined", "declined": True, "name": "Größe"}),
    ]
    entries = chained(OrderId("ord_0123456789ab"), NO_HISTORY, changes, b"an audit secret of this test", DIGEST)
    assert [entry.hash for entry in entries] == HASHES
