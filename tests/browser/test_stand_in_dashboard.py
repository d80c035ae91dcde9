"""The stand-in's pages for people pass axe in both colour schemes, and their forms work under their own policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stripe
from playwright.sync_api import BrowserContext, expect

from stripe_stand_in.testing import RunningStandIn
from tests.browser.accessibility import axe_findings, overflow
from tests.browser.watch import Watch
from tests.stand_in import client_of, paid


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStandIn]:
    """An account with one of everything."""
    stripe.enable_telemetry = False
    running = RunningStandIn(tmp_path_factory.mktemp("stand_in"), "--review-elevated-risk")
    client = client_of(running)
    for card in ("pm_card_visa", "pm_card_createDispute", "pm_card_riskLevelElevated", "pm_card_pendingRefund"):
        intent = paid(client, payment_method=card, metadata={"till_order_id": "o-1"})
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    client.v1.payment_intents.create({"amount": 1299, "currency": "jpy"})
    yield running
    running.stop()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_every_section_is_accessible(
    *,
    stand_in: RunningStandIn,
    context_of: Callable[..., BrowserContext],
    axe: str,
    pictures: Path,
    scheme: str,
    width: int,
) -> None:
    page = context_of(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    for section in ("Payments", "Refunds", "Disputes", "Reviews", "Events"):
        page.goto(f"{stand_in.url}/")
        page.get_by_role("link", name=section).click()
        expect(page.get_by_role("heading", name=section)).to_be_visible()
        expect(page.get_by_role("table")).to_be_visible()
        page.screenshot(path=pictures / f"stand-in-{section.lower()}-{scheme}.png")
        assert axe_findings(page, axe) == []
        assert overflow(page) == 0


def test_a_refund_is_made_and_said(
    stand_in: RunningStandIn, context_of: Callable[..., BrowserContext], watch: Watch
) -> None:
    intent = paid(client_of(stand_in))
    page = context_of().new_page()
    page.goto(f"{stand_in.url}/")
    page.get_by_label(f"Minor units to refund of {intent.id}").fill("1")
    page.get_by_role("button", name=f"Refund {intent.id}").click()
    expect(page.get_by_role("status")).to_have_text(f"Done: refund {intent.id}.")
    assert client_of(stand_in).v1.refunds.list({"payment_intent": intent.id}).data[0].amount == 1
    watch.collect(page)
