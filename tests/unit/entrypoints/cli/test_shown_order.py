"""An order that is shown tells an operator who asked for a refund and why, and what the shop's systems were sent."""

from dataclasses import replace

import pytest

from application.ports.shop.webhooks import EndpointId
from application.ports.storage.deliveries import Delivery, DeliveryId, DeliveryStatus
from domain.orders.history import chained
from domain.orders.shop_event import ShopEventType
from domain.refunds.refund import RefundReason
from entrypoints.cli._shown_order import show_order
from tests.builders import AT, AUDIT_SECRET, paid, with_refund_reserved


def test_an_order_is_shown_with_what_happened_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    order = with_refund_reserved(paid(), 500, note="came broken \x1b[31m")
    refund = order.refunds[0]
    set_aside = Delivery(
        id=DeliveryId(order_id=order.id, seq=4, endpoint_id=EndpointId("shop")),
        type=ShopEventType.ORDER_CONFIRMED,
        happened_at=AT,
        status=DeliveryStatus.SET_ASIDE,
        attempts=14,
        tried_at=AT,
        reason="status 500",
        next_try_at=None,
    )

    show_order(order, chained(order.id, order.head, order.changes, AUDIT_SECRET), [set_aside])

    shown = capsys.readouterr().out
    (row,) = [line for line in shown.splitlines() if refund.id in line and "RefundRequested" not in line]
    assert "5.00 usd" in row
    assert "requested_by_customer" in row
    assert "came broken \\u001b[31m" in row
    assert "admin:" in row
    show_order(replace(order, refunds=(replace(refund, reason=RefundReason.FRAUDULENT),)), (), ())
    assert "fraudulent (Stripe blocks the buyer)" in capsys.readouterr().out
    (given_up,) = [line for line in shown.splitlines() if "status 500" in line]
    assert str(set_aside.id) in given_up
    assert "RefundRequested" in shown
    assert "dispute" not in shown
    assert "\x1b" not in shown
