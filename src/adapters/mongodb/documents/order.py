"""The order's document: its state, without the history and the outbox that stand beside it."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from adapters.mongodb.documents.history import ChainHeadDocument
from adapters.mongodb.documents.payment import PaymentDocument, intent_of, payment_document, refund_of
from adapters.mongodb.documents.plain import from_plain, mirrored, to_plain
from domain.catalog.pricing import Breakdown, Discount, PricedLine
from domain.customers.address import Address
from domain.disputes.dispute import Dispute
from domain.disputes.review import Review
from domain.identifiers.order_number import order_number
from domain.identifiers.types import OrderId, RequestScope, UserId
from domain.money.currency import Currency
from domain.orders.due import due_at, watched_until
from domain.orders.history import ChainHead
from domain.orders.holds import Hold
from domain.orders.order import Contact, Order, ShopTerms
from domain.payments.intent import CaptureMethod
from domain.payments.risk_level import RiskHolds

SCHEMA_VERSION = 2
"""Raised when a document's meaning changes, so that a process of the older meaning stops writing it.

From 2 on an order may be priced by the shop, have no address, and have its payment captured later.
"""

FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands for `None` in `watchedUntil`, so that one range finds both."""


class LineDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A line."""

    sku: str
    name: str
    unit_price: int
    quantity: int
    total: int


class AddressDocument(msgspec.Struct, rename="camel", kw_only=True):
    """Where the goods go."""

    name: str
    line1: str
    line2: str | None
    city: str
    state: str | None
    postal_code: str | None = None
    country: str
    phone: str | None


class BreakdownDocument(msgspec.Struct, rename="camel", kw_only=True):
    """How the total came about."""

    subtotal: int
    shipping: int
    tax: int
    total: int
    tax_rate: str | None
    tax_jurisdiction: str | None
    discount: int = 0
    shipping_name: str | None = None
    tax_included: bool = False


class DiscountDocument(msgspec.Struct, rename="camel", kw_only=True):
    """What is taken off."""

    name: str
    amount: int


class TermsDocument(msgspec.Struct, rename="camel", kw_only=True):
    """What the shop's server said of an order that it priced. Metadata are pairs: a name may hold a dot or a dollar."""

    reference: str
    digest: str
    metadata: list[tuple[str, str]]


class ContactDocument(msgspec.Struct, rename="camel", kw_only=True):
    """How the shopper is notified."""

    email: str | None
    locale: str


class HoldDocument(msgspec.Struct, rename="camel", kw_only=True):
    """A hold."""

    id: str
    reason: str
    cause_id: str
    opened_at: datetime
    released_at: datetime | None
    released_by: str | None
    note: str | None


class AttentionDocument(msgspec.Struct, rename="camel", kw_only=True):
    """When the worker should look; `tries` counts claims since the last save.

    Beside it stand the fields by which orders are found, because an earlier Till's save replaces all of this: it leaves
    none of them out of date. See `adapters.mongodb.stores.waiting_orders` and `adapters.mongodb.documents.labels`.
    """

    due: bool
    at: datetime | None
    tries: int = 0
    wake_at: datetime | None = None
    notify: bool = False
    labels: list[str] | None = None


class OrderDocument(msgspec.Struct, rename="camel", kw_only=True):
    """An order. `orderNumber`, `status`, `total`, `attention` and `watchedUntil` are for queries, never read back.

    The currency's exponent and step are kept with the amounts, which mean nothing without them.
    """

    id: str = msgspec.field(name="_id")
    schema_version: int
    version: int
    order_number: str
    request_scope: str
    user: str
    terms: TermsDocument | None = None
    replaces: str | None = None
    items: list[LineDocument]
    discounts: list[DiscountDocument] = []
    shipping_address: AddressDocument | None
    breakdown: BreakdownDocument
    currency: str
    currency_exponent: int
    currency_step: int
    contact: ContactDocument
    save_payment_method: bool
    risk_holds: str = RiskHolds.ELEVATED  # documents of an earlier Till lack it
    confirmation_withheld: bool = False
    capture_method: str = CaptureMethod.AUTOMATIC.value
    payment: PaymentDocument
    holds: list[HoldDocument]
    status: str
    total: int
    expires_at: datetime
    created_at: datetime
    updated_at: datetime
    head: ChainHeadDocument
    attention: AttentionDocument
    watched_until: datetime


def schema_version_of(order: Order) -> int:
    """The version that a process must understand to change this order: most mean what they always did."""
    is_new = bool(order.terms or order.replaces) or order.capture_method is CaptureMethod.MANUAL
    return SCHEMA_VERSION if is_new else 1


def to_document(order: Order) -> dict[str, Any]:
    """An order as it is stored."""
    attention = due_at(order)
    return to_plain(
        OrderDocument(
            id=order.id,
            schema_version=schema_version_of(order),
            version=order.version,
            order_number=order_number(order.id),
            request_scope=order.request_scope,
            user=order.user_id,
            terms=mirrored(order.terms, TermsDocument) if order.terms else None,
            replaces=order.replaces,
            items=mirrored(order.lines, list[LineDocument]),
            discounts=mirrored(order.discounts, list[DiscountDocument]),
            shipping_address=mirrored(order.shipping_address, AddressDocument) if order.shipping_address else None,
            breakdown=mirrored(order.breakdown, BreakdownDocument),
            currency=order.currency.code,
            currency_exponent=order.currency.exponent,
            currency_step=order.currency.step,
            contact=mirrored(order.contact, ContactDocument),
            save_payment_method=order.save_payment_method,
            risk_holds=order.risk_holds,
            confirmation_withheld=order.confirmation_withheld,
            capture_method=order.capture_method,
            payment=payment_document(order),
            holds=mirrored(order.holds, list[HoldDocument]),
            status=order.status,
            total=order.total,
            expires_at=order.expires_at,
            created_at=order.created_at,
            updated_at=order.updated_at,
            head=mirrored(order.head, ChainHeadDocument),
            attention=AttentionDocument(due=attention is not None, at=attention),
            watched_until=watched_until(order) or FOR_EVER,
        )
    )


def from_document(document: dict[str, Any]) -> Order:
    """An order as the domain knows it, without its history."""
    stored = from_plain(document, OrderDocument)
    return Order(
        id=OrderId(stored.id),
        request_scope=RequestScope(stored.request_scope),
        user_id=UserId(stored.user),
        terms=mirrored(stored.terms, ShopTerms) if stored.terms else None,
        replaces=OrderId(stored.replaces) if stored.replaces is not None else None,
        lines=mirrored(stored.items, tuple[PricedLine, ...]),
        discounts=mirrored(stored.discounts, tuple[Discount, ...]),
        shipping_address=mirrored(stored.shipping_address, Address) if stored.shipping_address else None,
        breakdown=mirrored(stored.breakdown, Breakdown),
        currency=Currency(code=stored.currency, exponent=stored.currency_exponent, step=stored.currency_step),
        contact=mirrored(stored.contact, Contact),
        save_payment_method=stored.save_payment_method,
        risk_holds=RiskHolds(stored.risk_holds),
        confirmation_withheld=stored.confirmation_withheld,
        capture_method=CaptureMethod(stored.capture_method),
        intent=intent_of(stored.payment),
        refunds=tuple(refund_of(refund) for refund in stored.payment.refunds),
        disputes=mirrored(stored.payment.disputes, tuple[Dispute, ...]),
        reviews=mirrored(stored.payment.reviews, tuple[Review, ...]),
        holds=mirrored(stored.holds, tuple[Hold, ...]),
        expires_at=stored.expires_at,
        created_at=stored.created_at,
        updated_at=stored.updated_at,
        version=stored.version,
        head=mirrored(stored.head, ChainHead),
    )
