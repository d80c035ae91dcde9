"""How a checkout begins and how Till's own requests for its payment are recorded before they are made."""

from dataclasses import replace
from datetime import datetime

from domain.catalog.pricing import PricedCart
from domain.customers.address import Address
from domain.errors.orders import CheckoutClosed, TooManyAttempts
from domain.facts.payment import PaymentState
from domain.identifiers.types import CustomerId, OrderId, PaymentIntentId, RequestScope, UserId
from domain.orders.history import Attribution, EntryType, Value
from domain.orders.order import Contact, Order, ShopTerms
from domain.payments.intent import MAX_FAILED_ATTEMPTS, CaptureMethod, Closing, Creation, Intent
from domain.payments.refusal import IntentRefusal
from domain.payments.risk_level import RiskHolds

REFUSED = "refused"
NEVER_CREATED = "never_created"


def start_checkout(
    *,
    order_id: OrderId,
    request_scope: RequestScope,
    user_id: UserId,
    customer_id: CustomerId | None,
    cart: PricedCart,
    terms: ShopTerms | None = None,
    replaces: OrderId | None = None,
    shipping_address: Address | None,
    contact: Contact,
    save_payment_method: bool = False,
    capture_method: CaptureMethod = CaptureMethod.AUTOMATIC,
    risk_holds: RiskHolds = RiskHolds.ELEVATED,
    expires_at: datetime,
    asked_at: datetime | None,
    by: Attribution,
) -> Order:
    """A new order, stored before its PaymentIntent is asked for, so that no money is ever taken without one.

    `asked_at` is None where the shopper is still to come, and then nothing is asked of Stripe yet.
    """
    order = Order(
        id=order_id,
        request_scope=request_scope,
        user_id=user_id,
        terms=terms,
        replaces=replaces,
        lines=cart.lines,
        discounts=cart.discounts,
        shipping_address=shipping_address,
        breakdown=cart.breakdown,
        currency=cart.currency,
        contact=contact,
        save_payment_method=save_payment_method,
        capture_method=capture_method,
        risk_holds=risk_holds,
        intent=Intent(customer_id=customer_id, creation=Creation(asked_at=asked_at)),
        expires_at=expires_at,
        created_at=by.at,
        updated_at=by.at,
    )
    return order.recording(
        EntryType.CHECKOUT_STARTED,
        by,
        {
            "amount": order.total,
            "currency": order.currency.code,
            "userId": user_id,
            **_of_terms(terms),
            **_of_replaced(replaces),
        },
    )


def _of_terms(terms: ShopTerms | None) -> dict[str, Value]:
    return {} if terms is None else {"reference": terms.reference, "digest": terms.digest}


def _of_replaced(replaces: OrderId | None) -> dict[str, Value]:
    return {} if replaces is None else {"replaces": replaces}


def ask_for_intent(
    order: Order,
    *,
    customer_id: CustomerId,
    shipping_address: Address | None,
    contact: Contact,
    save_payment_method: bool,
    by: Attribution,
) -> Order:
    """The order that the shop priced, about to ask for its intent with what its shopper adds; once it was asked for,
    itself.

    The shopper names an address only where the shop named none. Raises `CheckoutClosed`.
    """
    if order.intent.is_final:
        raise CheckoutClosed(order.intent.state)
    if order.intent.is_requested:
        return order
    creation = replace(order.intent.creation, asked_at=by.at)
    asked = replace(
        order,
        shipping_address=order.shipping_address or shipping_address,
        contact=contact,
        save_payment_method=save_payment_method,
        intent=replace(order.intent, customer_id=customer_id, creation=creation),
    )
    return asked.recording(EntryType.PAYMENT_INTENT_REQUESTED, by, {"customerId": customer_id})


def correct_contact(order: Order, contact: Contact, by: Attribution) -> Order:
    """The order with another address or language of its shopper's, as long as it can be paid."""
    if order.intent.is_final or contact == order.contact:
        return order
    return replace(order, contact=contact).recording(EntryType.CONTACT_CORRECTED, by)


def creation_key(order: Order) -> str:
    """The idempotency key under which the order's current attempt asks for its intent."""
    return f"till:order:{order.id}:intent:{order.intent.creation.attempt}"


def confirmation_key(order: Order) -> str:
    """The idempotency key of the latest recorded attempt to pay from the server."""
    return f"till:order:{order.id}:confirm:{order.intent.confirmations}"


def digest_recorded(order: Order, digest: str) -> Order:
    """The order with the hash of exactly what is asked of Stripe, to be part of its first save."""
    creation = replace(order.intent.creation, digest=digest)
    return replace(order, intent=replace(order.intent, creation=creation))


def new_intent_attempt(order: Order, digest: str, customer_id: CustomerId, why: str, by: Attribution) -> Order:
    """The order about to ask under a new key, because the old one will never create an intent.

    Asking for an intent moves no money: one that was created unseen is canceled when the worker meets it.
    """
    attempt = order.intent.creation.attempt + 1
    creation = Creation(attempt=attempt, digest=digest, asked_at=by.at)
    asked = replace(order, intent=replace(order.intent, creation=creation, customer_id=customer_id))
    return asked.recording(
        EntryType.PAYMENT_INTENT_REFUSED, by, {"attempt": attempt - 1, "code": why, "customerId": customer_id}
    )


def with_intent_id(order: Order, payment_intent_id: PaymentIntentId, by: Attribution) -> Order:
    """The order with its intent's id; the first one that was recorded stays."""
    if order.intent.id is not None:
        return order
    known = replace(order, intent=replace(order.intent, id=payment_intent_id))
    return known.recording(EntryType.PAYMENT_INTENT_CREATED, by, {"paymentIntentId": payment_intent_id})


def payment_attempted(order: Order, payment_method_id: str, by: Attribution) -> Order:
    """The order about to be paid from the server; raises `CheckoutClosed` or `TooManyAttempts`."""
    if order.intent.is_final:
        raise CheckoutClosed(order.intent.state)
    if len(order.intent.failures) >= MAX_FAILED_ATTEMPTS:
        raise TooManyAttempts(len(order.intent.failures))
    number = order.intent.confirmations + 1
    attempted = replace(order, intent=replace(order.intent, confirmations=number))
    return attempted.recording(
        EntryType.PAYMENT_ATTEMPTED, by, {"attempt": number, "paymentMethodId": payment_method_id}
    )


def cancellation_requested(order: Order, why: Closing, by: Attribution) -> Order:
    """The order whose intent is about to be canceled at Stripe; the first reason stays."""
    is_recorded = order.intent.closing is not None and (why is not Closing.VOIDED or order.intent.closing is why)
    if is_recorded or order.intent.is_final:
        return order
    closing = replace(order, intent=replace(order.intent, closing=why))
    return closing.recording(EntryType.CANCELLATION_REQUESTED, by, {"reason": why})


def close_without_intent(order: Order, refusal: IntentRefusal | None, by: Attribution) -> Order:
    """Returns the order canceled for want of an intent: Stripe refused it for good, or a full search found none."""
    if order.intent.is_final or order.intent.id is not None:
        return order
    reason = REFUSED if refusal else NEVER_CREATED
    intent = replace(order.intent, state=PaymentState.CANCELED, cancellation_reason=reason, refusal=refusal)
    return replace(order, intent=intent).recording(
        EntryType.PAYMENT_CANCELED,
        by,
        {"reason": reason, "code": refusal.code if refusal else None, "closing": order.intent.closing},
    )


def close_unrequested(order: Order, why: Closing, by: Attribution) -> Order:
    """The order canceled, if Stripe was never asked for its intent; any other is left as it is."""
    if order.intent.is_requested or order.intent.is_final:
        return order
    closed = replace(order, intent=replace(order.intent, state=PaymentState.CANCELED, closing=why))
    return closed.recording(EntryType.PAYMENT_CANCELED, by, {"reason": None, "closing": why})


def record_successor(order: Order, successor: OrderId, by: Attribution) -> Order:
    """Returns the canceled order with the order that took its place; one that has a successor keeps it."""
    if order.intent.replaced_by is not None:
        return order
    replaced = replace(order, intent=replace(order.intent, replaced_by=successor))
    return replaced.recording(EntryType.CHECKOUT_REPLACED, by, {"successorId": successor})


def is_expired(order: Order, now: datetime) -> bool:
    """Whether an unpaid checkout has outlived its time."""
    return not order.intent.is_final and now >= order.expires_at
