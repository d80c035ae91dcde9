"""An admin's refund in the simulation, held against what Stripe has at the moment of the answer."""

from __future__ import annotations

from typing import Any

from application.refunds.errors import RefundRefused
from domain.errors.rule import RuleBroken
from domain.identifiers.derivation import refund_id_from
from domain.identifiers.types import RefundId, RequestScope
from entrypoints.container import Container
from tests.simulation.play import LATERS, Play
from tests.world.shoppers import refund


async def give_back(
    play: Play, till: Container, order_id: Any, amount: int | None, request_scope: str, *, has_idempotency_key: bool
) -> str:
    """An admin's refund, with what was told of it written down."""
    refund_id = refund_id_from(RequestScope(request_scope))
    play.ledger.refunds.setdefault(refund_id, "asked")
    if not has_idempotency_key:
        play.watch.keyless.add(refund_id)
    actor = play.scheduler.current
    # Who asks again while the database is away is told so, whatever an earlier try had reserved.
    was_reserved = _reserved(play, order_id, refund_id)
    try:
        given = await refund(till, order_id, amount, request_scope, has_idempotency_key=has_idempotency_key)
    except RefundRefused:
        play.ledger.refunds[refund_id] = "refused"
        play.ledger.refused.add(refund_id)
        executed = _executed(play, refund_id)
        if executed is not None and executed.counts:
            play.broken.append(f"{refund_id} was told to be refused, and Stripe has it as {executed.status}")
        raise
    except RuleBroken:
        if _executed(play, refund_id) is not None:
            play.broken.append(f"{refund_id} was told to break a rule, and Stripe has it")
        raise
    except LATERS as later:
        is_reserved = _reserved(play, order_id, refund_id) and not was_reserved
        if is_reserved and actor is not None and actor.troubles < 2:
            play.broken.append(f"{refund_id} was reserved and yet answered with {type(later).__name__}")
        raise
    play.ledger.refunds[refund_id] = str(given.refund.status)
    if given.refund.status == "succeeded" and _executed(play, refund_id) is None:
        play.broken.append(f"{refund_id} was told to have succeeded, and Stripe lacks it")
    return str(given.refund.status)


def _reserved(play: Play, order_id: Any, refund_id: str) -> bool:
    stored = play.world.stores.order_table.stored.get(order_id)
    return stored is not None and stored.order.requested_refund(RefundId(refund_id)) is not None


def _executed(play: Play, refund_id: str) -> Any:
    for each in play.world.model.totals.refunds():
        if each.metadata.get("till_refund_id") == refund_id:
            return each
    return None
