"""What a shopper must do next: its page, and whether Stripe gives days for it."""

from typing import Any

import msgspec
import pytest

from adapters.stripe.reading.payment import payment_snapshot
from adapters.stripe.reading.shapes import IntentShape
from application.ports.stripe.payments import NextAction
from tests.unit.adapters.stripe.samples import intent
from tests.when import AT

PAGE = "https://payments.stripe.com/page/1"


def next_action(given: dict[str, Any] | None) -> NextAction | None:
    shape = msgspec.convert(intent(status="requires_action", next_action=given), IntentShape)
    return payment_snapshot(shape, AT).next_action


@pytest.mark.parametrize(
    ("kind", "page", "waits"),
    [
        ("redirect_to_url", "url", False),
        ("alipay_handle_redirect", "url", False),
        ("boleto_display_details", "hosted_voucher_url", True),
        ("konbini_display_details", "hosted_voucher_url", True),
        ("multibanco_display_details", "hosted_voucher_url", True),
        ("oxxo_display_details", "hosted_voucher_url", True),
        ("display_bank_transfer_instructions", "hosted_instructions_url", True),
        ("pix_display_qr_code", "hosted_instructions_url", True),
        ("paynow_display_qr_code", "hosted_instructions_url", False),
        ("verify_with_microdeposits", "hosted_verification_url", True),
    ],
)
def test_a_next_action_carries_its_page_and_says_whether_it_waits(kind: str, page: str, waits: bool) -> None:
    found = next_action({"type": kind, kind: {page: PAGE, "expires_at": 1799999999}})
    assert found == NextAction(type=kind, redirect_url=PAGE, waits_for_days=waits)


def test_an_action_without_a_page_has_none() -> None:
    assert next_action({"type": "use_stripe_sdk", "use_stripe_sdk": {}}) == NextAction(type="use_stripe_sdk")
    assert next_action({"type": "type"}) == NextAction(type="type")
    assert next_action(None) is None
