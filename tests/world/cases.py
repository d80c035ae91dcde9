"""What must hold of disputes, warnings, reviews and risk: each holds its order, once, and somebody is told."""

from __future__ import annotations

import msgspec

from domain.disputes.dispute import DisputeStatus
from domain.identifiers.types import OrderId
from domain.orders.history import Entry, EntryType
from domain.orders.holds import Hold
from domain.orders.notices import ShopperNotice, shopper_notice
from domain.orders.order import Order
from domain.orders.shop_event import ShopEventType, shop_event
from stripe_stand_in.model import NEWEST
from tests.world.world import World

_ENDED_WELL = {DisputeStatus.WON, DisputeStatus.PREVENTED, DisputeStatus.WARNING_CLOSED}


def case_promises(world: World, orders: list[Order], entries: dict[OrderId, tuple[Entry, ...]]) -> list[str]:
    """A sentence for each case that is not known, or whose hold is not what it must be."""
    by_intent = {order.intent.id: order for order in orders if order.intent.id is not None}
    wrong = []
    for dispute in world.model.totals.disputes():
        order = by_intent.get(dispute.payment_intent)  # type: ignore[call-overload]
        if order is None:
            continue
        known = next((each for each in order.disputes if each.id == dispute.id), None)
        if known is None:
            wrong.append(f"{dispute.id} of {order.id} is not known here")
        elif known.status != dispute.status:
            wrong.append(f"{dispute.id} of {order.id} is {known.status} here and {dispute.status} there")
        wrong += _held(order, dispute.id, entries[order.id], by_itself=dispute.status in _ENDED_WELL)
    for warning in _listed(world, "/v1/radar/early_fraud_warnings?limit=100"):
        order = by_intent.get(warning["payment_intent"])  # type: ignore[call-overload]
        if order is not None:
            wrong += _held(order, str(warning["id"]), entries[order.id], by_itself=False)
    for review in _listed(world, "/v1/reviews?limit=100"):
        order = by_intent.get(review["payment_intent"])  # type: ignore[call-overload]
        if order is not None:
            approved = review["closed_reason"] == "approved"
            wrong += _held(order, str(review["id"]), entries[order.id], by_itself=approved)
    for order in orders:
        wrong += _confirmed_too_early(order, entries[order.id])
    return wrong


def _confirmed_too_early(order: Order, entries: tuple[Entry, ...]) -> list[str]:
    """A risk is known before anybody hears that the order is confirmed."""
    held_at = next((entry.seq for entry in entries if entry.type is EntryType.RISK_HELD), 0)
    before = [entry for entry in entries if entry.seq < held_at]
    mailed = any(shopper_notice(entry) is ShopperNotice.CONFIRMED for entry in before)
    sent = any(shop_event(entry) is ShopEventType.ORDER_CONFIRMED for entry in before)
    return [f"{order.id} was confirmed and then held for its risk"] if mailed or sent else []


def _held(order: Order, cause_id: str, entries: tuple[Entry, ...], *, by_itself: bool) -> list[str]:
    holds: list[Hold] = [hold for hold in order.holds if hold.cause_id == cause_id]
    if len(holds) != 1:
        return [f"{order.id} has {len(holds)} holds for {cause_id}"]
    released = any(entry.type is EntryType.HOLD_RELEASED and entry.data["causeId"] == cause_id for entry in entries)
    should_be_open = not by_itself and not released
    if holds[0].is_open != should_be_open:
        return [f"the hold of {order.id} for {cause_id} is {'open' if holds[0].is_open else 'closed'}"]
    return []


def _listed(world: World, path: str) -> list[dict[str, object]]:
    headers = {"Stripe-Version": NEWEST, "Authorization": f"Bearer {world.model.secret_key}"}
    reported: list[dict[str, object]] = msgspec.json.decode(world.model.handle("GET", path, headers).body)["data"]
    return reported
