"""The risk that Stripe sees in a charge, and from which level on an order is held for it."""

from dataclasses import replace

from domain.identifiers.types import ChargeId
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from domain.payments.risk_level import RiskLevel


def assess_risk(order: Order, charge_id: ChargeId | None, level: RiskLevel | None, by: Attribution) -> Order:
    """Returns the order held for its charge's risk, once, where its setting asks for that."""
    if charge_id is None or level not in order.risk_holds.levels:
        return order
    held = order.with_hold(HoldReason.RISK, charge_id, by)
    if held == order:
        return order
    held = replace(held, intent=replace(held.intent, risk_level=level))
    return held.recording(EntryType.RISK_HELD, by, {"chargeId": charge_id, "riskLevel": level})
