"""Orders and their surroundings with odd amounts and made-up people, so that a test states only what matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from faker import Faker

from application.ports.storage.alerts import Alert
from application.ports.storage.inbox import EventStatus, InboxEntry
from application.ports.stripe.events import Event
from domain.catalog.pricing import Breakdown, PricedCart, PricedLine
from domain.catalog.product import Price, Product
from domain.customers.address import Address
from domain.customers.user import User
from domain.facts.fact import OrderFact
from domain.identifiers.derivation import order_id_from, refund_id_from
from domain.identifiers.order_number import order_number
from domain.identifiers.types import CustomerId, EventId, OrderId, RefundId, RequestScope, Sku, UserId
from domain.money.currency import currency_of
from domain.orders.apply_fact import apply_fact
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order, ShopTerms
from domain.payments.checkout import ask_for_intent, digest_recorded, start_checkout, with_intent_id
from domain.payments.intent import Creation, Intent
from domain.refunds.refund import RefundReason
from domain.refunds.request import reserve_refund
from tests.fact_builders import intent_id_of, payment_fact
from tests.when import AT

AUDIT_SECRET = b"audit secret of the tests"

ODD_PRICES: Mapping[str, int] = {"usd": 1299, "eur": 1, "gbp": 833, "jpy": 1299, "kwd": 1230}
"""12.99, 0.01, 8.33, 1299 yen, 1.230 dinars: none survives a wrong power of ten or a float."""

_numbers = count(1)
_people = Faker(["en_US", "de_DE", "ja_JP"])
_people.seed_instance(1729)


def by(actor: str = "till", cause: str = "worker:test", at: datetime = AT) -> Attribution:
    """Who changes an order and why."""
    return Attribution(at=at, actor=actor, cause=cause)


def request_scope(name: str | None = None) -> RequestScope:
    """An origin that no other call gave, or the one of a name."""
    return RequestScope(name or f"origin {next(_numbers)}")


def user_id() -> UserId:
    """A subject that no other call gave."""
    return UserId(f"user-{next(_numbers)}")


def user(**given: object) -> User:
    """A shopper without a customer at Stripe."""
    fresh = User(
        id=user_id(), email=_people.ascii_safe_email(), first_name=_people.first_name(), last_name=_people.last_name()
    )
    return replace(fresh, **given)  # type: ignore[arg-type]


def address(**given: str | None) -> Address:
    """Somewhere in California, where tax is due."""
    somewhere = Address(
        name=_people.name(),
        line1=_people.street_address(),
        city="San José",
        state="CA",
        postal_code="95113",
        country="US",
        phone="+1 408 555 0199",
    )
    return replace(somewhere, **given)  # type: ignore[arg-type]


def line(sku: str = "tea-green", unit_price: int = 1299, quantity: int = 1, name: str = "Grüner Tee") -> PricedLine:
    """A priced line of an order."""
    return PricedLine(sku=Sku(sku), name=name, unit_price=unit_price, quantity=quantity, total=unit_price * quantity)


def product(sku: str = "tea-green", prices: Mapping[str, int] = ODD_PRICES, **given: object) -> Product:
    """A product sold in five currencies."""
    tea = Product(
        sku=Sku(sku),
        name="Grüner Tee",
        description="Sencha, 100 g",
        image_url="https://shop.example/tea.png",
        prices=tuple(Price(currency=code, amount=amount) for code, amount in prices.items()),
        max_quantity=9,
    )
    return replace(tea, **given)  # type: ignore[arg-type]


def breakdown(lines: tuple[PricedLine, ...], shipping: int = 0, tax: int = 0) -> Breakdown:
    """What the lines come to."""
    subtotal = sum(each.total for each in lines)
    return Breakdown(
        subtotal=subtotal,
        shipping=shipping,
        tax=tax,
        total=subtotal + shipping + tax,
        tax_rate="0.0725",
        tax_jurisdiction="US-CA",
    )


def checkout(
    *,
    currency: str = "usd",
    lines: tuple[PricedLine, ...] | None = None,
    shipping: int = 0,
    tax: int = 0,
    user_id: UserId | None = None,
    customer_id: str | None = None,
    order_origin: RequestScope | None = None,
    order_id: OrderId | None = None,
    save_payment_method: bool = False,
    lifetime: timedelta = timedelta(hours=24),
    at: datetime = AT,
) -> Order:
    """A checkout that was just started: not saved, and no intent asked for yet."""
    number = next(_numbers)
    order_origin = order_origin or request_scope()
    lines = lines or (line(unit_price=ODD_PRICES.get(currency, 1299)),)
    started = start_checkout(
        order_id=order_id or order_id_from(order_origin),
        request_scope=order_origin,
        user_id=user_id or UserId(f"user-{number}"),
        customer_id=CustomerId(customer_id or f"cus_{number}"),
        cart=PricedCart(lines=lines, breakdown=breakdown(lines, shipping, tax), currency=currency_of(currency)),
        shipping_address=address(),
        contact=Contact(email=_people.ascii_safe_email(), locale="en"),
        save_payment_method=save_payment_method,
        expires_at=at + lifetime,
        asked_at=at,
        by=by("user:somebody", "request:start", at),
    )
    return digest_recorded(started, f"digest of {started.id}")


def shop_order(reference: str | None = None, **given: object) -> Order:
    """An order that the shop priced: its shopper is still to come."""
    order = checkout()
    terms = ShopTerms(reference=reference or f"cart {order.id}", digest="digest", metadata=(("basket", "7"),))
    intent = Intent(creation=Creation(asked_at=None))
    return replace(order, **{"terms": terms, "intent": intent, **given})  # type: ignore[arg-type]


def requested(order: Order, **given: object) -> Order:
    """The order that the shop priced once its shopper came, and Stripe is about to be asked for its intent."""
    added = {
        "customer_id": CustomerId(f"cus_of_{order.user_id}"),
        "shipping_address": None,
        "contact": Contact(email=_people.ascii_safe_email()),
        "save_payment_method": False,
        "by": by(order.user_id, "request:open"),
        **given,
    }
    return ask_for_intent(order, **added)  # type: ignore[arg-type]


def asked(order: Order | None = None, *, at: datetime = AT) -> Order:
    """An order whose intent is known: the shopper can pay."""
    order = order or checkout(at=at)
    return with_intent_id(order, intent_id_of(order), by("till", "request:start", at))


def with_facts(order: Order, *facts: OrderFact, at: datetime = AT) -> Order:
    """The order once these facts were taken in, one after the other."""
    for fact in facts:
        order = apply_fact(order, fact, by("stripe", "event:evt_test", at))
    return order


def paid(order: Order | None = None, *, at: datetime = AT) -> Order:
    """An order whose payment succeeded."""
    order = asked(order, at=at)
    return with_facts(order, payment_fact(order), at=at)


def with_refund_reserved(
    order: Order,
    amount: int | None = None,
    *,
    refund_id: RefundId | None = None,
    reason: RefundReason | None = RefundReason.REQUESTED_BY_CUSTOMER,
    note: str | None = None,
    at: datetime = AT,
) -> Order:
    """The order with a refund about to be sent."""
    refund_id = refund_id or refund_id_from(request_scope())
    amount = order.refundable if amount is None else amount
    return reserve_refund(
        order,
        refund_id=refund_id,
        amount=amount,
        reason=reason,
        note=note,
        parameters=f"amount={amount}&payment_intent={order.intent.id}&metadata[till_refund_id]={refund_id}",
        has_idempotency_key=False,
        by=by("admin:boss", "request:refund", at),
    )


def event(event_type: str = "payment_intent.succeeded", payload: str = '{"object":"event"}', **given: object) -> Event:
    """A signed event as the reader opens it."""
    opened = Event(
        id=EventId(f"evt_{next(_numbers)}"),
        type=event_type,
        created=AT.replace(microsecond=0),
        livemode=False,
        api_version="2026-10-28.endive",
        payload=payload,
    )
    return replace(opened, **given)  # type: ignore[arg-type]


def inbox_entry(of: Event | None = None, status: EventStatus = EventStatus.DUE, **given: object) -> InboxEntry:
    """An event that was just received."""
    return replace(InboxEntry(event=of or event(), status=status, received_at=AT), **given)  # type: ignore[arg-type]


def alert(alert_id: str | None = None, **given: object) -> Alert:
    """Something that an operator should know."""
    raised = Alert(
        id=alert_id or f"dead_letter:evt_{next(_numbers)}",
        kind="dead_letter",
        detail="evt_1: an amount that is no number",
        order_number=order_number(order_id_from(RequestScope("an alert"))),
        at=AT,
    )
    return replace(raised, **given)  # type: ignore[arg-type]
