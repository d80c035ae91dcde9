"""Orders as a shop has them after some months, each made by the domain from its number."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.catalog.pricing import Breakdown, PricedCart, PricedLine
from domain.customers.address import Address
from domain.disputes.dispute import DisputeStatus
from domain.facts.dispute import DisputeFact
from domain.facts.fact import OrderFact
from domain.facts.payment import PaidWith, PaymentFact, PaymentState
from domain.facts.refund import RefundFact
from domain.identifiers.derivation import order_id_from, refund_id_from
from domain.identifiers.types import (
    ChargeId,
    CustomerId,
    DisputeId,
    PaymentIntentId,
    RefundId,
    RequestScope,
    Sku,
    StripeRefundId,
    UserId,
)
from domain.money.currency import currency_of
from domain.orders.apply_fact import apply_fact
from domain.orders.history import Attribution
from domain.orders.order import Contact, Order
from domain.payments.checkout import cancellation_requested, digest_recorded, start_checkout, with_intent_id
from domain.payments.intent import CaptureMethod, Closing
from domain.payments.risk_level import RiskLevel
from domain.refunds.refund import RefundReason, RefundStatus
from domain.refunds.request import reserve_refund


class Course(StrEnum):
    """What became of an order."""

    PAID = "paid"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly refunded"
    ABANDONED = "abandoned"
    WON = "dispute won"
    AUTHORIZED = "authorized"
    OPEN = "open"


SHARES: Final = {
    Course.PAID: 81,
    Course.ABANDONED: 9,
    Course.REFUNDED: 4,
    Course.PARTLY_REFUNDED: 3,
    Course.WON: 1,
    Course.AUTHORIZED: 1,
    Course.OPEN: 1,
}
"""Of a hundred orders."""

OLDEST: Final = timedelta(days=80)
"""So that no order's events are forgotten yet."""

ORDERS_OF_A_USER: Final = 3

_LIFETIME: Final = timedelta(hours=24)
_YOUNGEST: Final = timedelta(hours=1)
_STILL_OPEN: Final = timedelta(hours=12)
"""An order that waits for its shopper is younger, so that it does not expire while the benchmark runs."""

_WAITS_FOR_A_PERSON: Final = (Course.OPEN, Course.AUTHORIZED)

_ENDED: Final = _LIFETIME + _YOUNGEST
"""All others are older than their checkout's lifetime, so that their end is behind them too."""

_COURSES: Final = [course for course, share in SHARES.items() for _ in range(share)]
_SPREAD: Final = 37
"""Has no divisor in common with a hundred, so that any hundred orders in a row have every course in its share."""

_GOLDEN: Final = 0.6180339887498949
"""Its multiples, without their whole parts, are spread evenly however many there are."""

_NAMES: Final = ("Ada Lovelace", "Grace Hopper", "Zoë Müller", "久保田 愛")
_PRICES: Final = (1299, 1, 833, 4999, 2750)


def course_of(number: int) -> Course:
    """Returns what becomes of the order of that number."""
    return _COURSES[number * _SPREAD % len(_COURSES)]


def settled_order(number: int, now: datetime) -> Order:
    """Returns the order of that number, with all that was recorded of it in the months before `now`."""
    course = course_of(number)
    youngest, oldest = (_YOUNGEST, _STILL_OPEN) if course in _WAITS_FOR_A_PERSON else (_ENDED, OLDEST)
    at = _to_the_millisecond(now - youngest - (oldest - youngest) * (number * _GOLDEN % 1))
    order = _started(f"growth {number}", number, at, manual=course is Course.AUTHORIZED)
    if course is Course.OPEN:
        return order
    if course is Course.ABANDONED:
        return _abandoned(order, at + _LIFETIME)
    if course is Course.AUTHORIZED:
        return _with(order, _payment(order, PaymentState.UNCAPTURED), at + _minutes(2))
    paid = _with(order, _payment(order, PaymentState.SUCCEEDED), at + _minutes(2))
    if course is Course.WON:
        opened = _with(paid, _dispute(paid, DisputeStatus.NEEDS_RESPONSE, at), at + _minutes(20))
        return _with(opened, _dispute(opened, DisputeStatus.WON, at), at + _minutes(50))
    amount = {Course.REFUNDED: paid.total, Course.PARTLY_REFUNDED: paid.total // 3}.get(course)
    return paid if amount is None else _refunded(paid, amount, at + _minutes(30))


def waiting_order(number: int, now: datetime) -> Order:
    """Returns an order that waits for everything a worker does: it was paid and disputed a moment ago, and the deadline
    of the dispute is near."""
    at = _to_the_millisecond(now - _YOUNGEST)
    order = _started(f"growth waits {number}", number, at, manual=False)
    order = _with(order, _payment(order, PaymentState.SUCCEEDED), at + _minutes(2))
    # The last reminder of the dispute, a day before its deadline, has become due since it was opened.
    near = timedelta(hours=24) + _YOUNGEST / 2
    return _with(order, _dispute(order, DisputeStatus.NEEDS_RESPONSE, at, due_in=near), at + _minutes(9))


def user_of(number: int) -> UserId:
    """Returns whose the order of that number is."""
    return UserId(f"growth-user-{number // ORDERS_OF_A_USER}")


def customer_of(number: int) -> CustomerId:
    """Returns that user's customer at Stripe."""
    return CustomerId(f"cus_growth{number // ORDERS_OF_A_USER}")


def email_of(number: int) -> str:
    """Returns that user's mail address."""
    return f"shopper{number // ORDERS_OF_A_USER}@shop.example"


def _started(origin: str, number: int, at: datetime, *, manual: bool) -> Order:
    scope = RequestScope(origin)
    order = start_checkout(
        order_id=order_id_from(scope),
        request_scope=scope,
        user_id=user_of(number),
        customer_id=customer_of(number),
        cart=_cart(number),
        shipping_address=Address(
            name=_NAMES[number % len(_NAMES)],
            line1=f"{number % 900 + 1} Analytical Way",
            city="Seattle",
            state="WA",
            postal_code=f"981{number % 90 + 10}",
            country="US",
        ),
        contact=Contact(email=email_of(number), locale="en"),
        capture_method=CaptureMethod.MANUAL if manual else CaptureMethod.AUTOMATIC,
        expires_at=at + _LIFETIME,
        asked_at=at,
        by=_by(f"user:{user_of(number)}", f"request:{number}", at),
    )
    order = digest_recorded(order, order.id * 4)
    intent_id = PaymentIntentId(order.id.replace("ord_", "pi_growth"))
    return with_intent_id(order, intent_id, _by("till", f"request:{number}", at))


def _cart(number: int) -> PricedCart:
    price, quantity = _PRICES[number % len(_PRICES)] + number % 97, number % 4 + 1
    lines = tuple(
        PricedLine(sku=Sku(sku), name=name, unit_price=price, quantity=quantity, total=price * quantity)
        for sku, name in (("ESPRESSO-CUP", "Espresso cup, oat white"), ("POUR-OVER-SET", "Pour-over set"))
    )
    subtotal = sum(line.total for line in lines)
    shipping, tax = 799, subtotal * 725 // 10_000
    breakdown = Breakdown(
        subtotal=subtotal,
        shipping=shipping,
        tax=tax,
        total=subtotal + shipping + tax,
        tax_rate="0.0725",
        tax_jurisdiction="US-WA",
    )
    return PricedCart(lines=lines, breakdown=breakdown, currency=currency_of("usd"))


def _payment(order: Order, state: PaymentState) -> PaymentFact:
    is_charged = state in (PaymentState.SUCCEEDED, PaymentState.UNCAPTURED)
    return PaymentFact(
        payment_intent_id=_intent_id(order),
        state=state,
        amount=order.total,
        amount_received=order.total if state is PaymentState.SUCCEEDED else 0,
        amount_capturable=order.total if state is PaymentState.UNCAPTURED else 0,
        manual_capture=order.capture_method is CaptureMethod.MANUAL,
        currency=order.currency.code,
        customer_id=order.intent.customer_id,
        order_id=order.id,
        charge_id=ChargeId(order.id.replace("ord_", "ch_growth")) if is_charged else None,
        paid_with=PaidWith(type="card", brand="visa", last4="4242", exp_month=8, exp_year=2031) if is_charged else None,
        risk_level=RiskLevel.NORMAL if is_charged else None,
        cancellation_reason="abandoned" if state is PaymentState.CANCELED else None,
    )


def _abandoned(order: Order, at: datetime) -> Order:
    closing = cancellation_requested(order, Closing.EXPIRED, _by("till", "worker:settle", at))
    return _with(closing, _payment(closing, PaymentState.CANCELED), at)


def _refunded(order: Order, amount: int, at: datetime) -> Order:
    refund_id: RefundId = refund_id_from(order.request_scope)
    requested = reserve_refund(
        order,
        refund_id=refund_id,
        amount=amount,
        reason=RefundReason.REQUESTED_BY_CUSTOMER,
        note=None,
        parameters=f"amount={amount}&payment_intent={order.intent.id}&metadata[till_refund_id]={refund_id}",
        has_idempotency_key=True,
        by=_by("admin:operator", f"request:refund {order.id}", at),
    )
    done = RefundFact(
        stripe_refund_id=StripeRefundId(refund_id.replace("rfd_", "re_growth")),
        payment_intent_id=order.intent.id,
        charge_id=order.intent.charge_id,
        amount=amount,
        currency=order.currency.code,
        status=RefundStatus.SUCCEEDED,
        created_at=at,
        refund_id=refund_id,
        order_id=order.id,
    )
    return _with(requested, done, at)


def _dispute(order: Order, status: DisputeStatus, at: datetime, due_in: timedelta = timedelta(days=9)) -> DisputeFact:
    return DisputeFact(
        dispute_id=DisputeId(order.id.replace("ord_", "du_growth")),
        payment_intent_id=order.intent.id,
        charge_id=order.intent.charge_id,
        status=status,
        amount=order.total,
        currency=order.currency.code,
        reason="product_not_received",
        refundable=False,
        opened_at=at,
        due_by=at + due_in,
    )


def _with(order: Order, fact: OrderFact, at: datetime) -> Order:
    return apply_fact(order, fact, _by("stripe", f"event:evt_growth{order.id}", at))


def _intent_id(order: Order) -> PaymentIntentId:
    if order.intent.id is None:
        raise ValueError("the order has no intent")
    return order.intent.id


def _by(actor: str, cause: str, at: datetime) -> Attribution:
    return Attribution(at=at, actor=actor, cause=cause)


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _to_the_millisecond(moment: datetime) -> datetime:
    """As MongoDB keeps it, so that what is read back is what was stored."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
