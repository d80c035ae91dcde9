"""Shoppers read plain sentences, which say nothing that helps a thief."""

from __future__ import annotations

import pytest

from adapters.stripe.reading.decline_messages import PLAIN, message_for

SECRET_REASONS = [
    "fraudulent",
    "lost_card",
    "merchant_blacklist",
    "pickup_card",
    "restricted_card",
    "security_violation",
    "stolen_card",
    "stop_payment_order",
    "revocation_of_authorization",
]


@pytest.mark.parametrize("reason", SECRET_REASONS)
def test_a_reason_that_would_help_a_thief_gets_the_plain_sentence(reason: str) -> None:
    assert message_for("card_declined", reason) == PLAIN
    assert message_for("insufficient_funds", reason) == PLAIN


@pytest.mark.parametrize("reason", [None, "", "generic_decline", "a code of next year"])
def test_what_says_nothing_gets_the_plain_sentence(reason: str | None) -> None:
    assert message_for("card_declined", reason) == PLAIN


@pytest.mark.parametrize(
    ("code", "decline_code", "word"),
    [
        ("card_declined", "insufficient_funds", "money"),
        ("expired_card", None, "expired"),
        ("expired_card", "expired_card", "expired"),
        ("incorrect_cvc", "incorrect_cvc", "security code"),
        ("processing_error", None, "try again"),
        ("authentication_required", "authentication_required", "confirm"),
        ("payment_intent_authentication_failure", None, "bank"),
    ],
)
def test_what_a_shopper_can_fix_is_said(code: str, decline_code: str | None, word: str) -> None:
    assert word in message_for(code, decline_code)


def test_without_any_code_there_is_a_sentence() -> None:
    assert message_for(None, None) == PLAIN
