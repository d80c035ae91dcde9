"""The risk that Stripe sees in a charge: it holds the order, or lets a confirmation out that waited for it."""

from dataclasses import replace

from domain.identifiers.types import ChargeId
from domain.orders.history import Attribution, EntryType
from domain.orders.holds import HoldReason
from domain.orders.order import Order
from domain.payments.risk_level import RiskLevel


def assess_risk(order: Order, charge_id: ChargeId | None, level: RiskLevel | None, by: Attribution) -> Order:
    """Returns the order with its charge's risk, held once where its setting asks for that.

    `level` is None where the charge was not read. A risk that no confirmation waits for is saved with the change that
    the same fact makes.
    """
    if charge_id is None or level is None:
        return order
    if level not in order.risk_holds.levels:
        if order.intent.risk_level is not None:
            return order
        assessed = replace(order, intent=replace(order.intent, risk_level=level))
        data = {"chargeId": charge_id, "riskLevel": level}
        return assessed.recording(EntryType.RISK_ASSESSED, by, data) if order.awaits_risk else assessed
    held = order.with_hold(HoldReason.RISK, charge_id, by)
    if held == order:
        return order
    held = replace(held, intent=replace(held.intent, risk_level=level))
    return held.recording(EntryType.RISK_HELD, by, {"chargeId": charge_id, "riskLevel": level})
