"""The shopper hears of what is final, the operator of what needs a person, and nobody of anything else."""

import pytest

from domain.orders.history import Entry, EntryType
from domain.orders.notices import NOTIFYING, OperatorNotice, ShopperNotice, operator_notice, shopper_notice
from tests import when


def entry(entry_type: EntryType, **data: str | int | bool | None) -> Entry:
    return Entry(seq=1, at=when.AT, type=entry_type, actor="till", cause="worker:test", data=data, hash="")


@pytest.mark.parametrize(
    ("entry_type", "notice"),
    [
        (EntryType.PAYMENT_SUCCEEDED, ShopperNotice.CONFIRMED),
        (EntryType.REFUND_SUCCEEDED, ShopperNotice.REFUNDED),
        (EntryType.PROCESSING_PAYMENT_FAILED, ShopperNotice.PAYMENT_FAILED),
        (EntryType.PAYMENT_MISMATCHED, None),
        (EntryType.PAYMENT_FAILED, None),
        (EntryType.PAYMENT_PROCESSING, None),
        (EntryType.REFUND_OPENED, None),
        (EntryType.DISPUTE_OPENED, None),
    ],
)
def test_a_shopper_is_mailed_what_is_final_and_good_to_know(
    entry_type: EntryType, notice: ShopperNotice | None
) -> None:
    assert shopper_notice(entry(entry_type)) is notice


@pytest.mark.parametrize(
    ("data", "notice"),
    [
        ({"closing": "replaced", "paymentIntentId": "pi_1"}, None),
        ({"closing": "expired", "lastAttemptFailed": True, "paymentIntentId": "pi_1"}, ShopperNotice.EXPIRED),
        ({"closing": "expired", "lastAttemptFailed": False, "paymentIntentId": "pi_1"}, None),
        ({"closing": "expired"}, None),
        ({"closing": "requested", "paymentIntentId": "pi_1"}, ShopperNotice.CANCELED),
        ({"closing": None, "paymentIntentId": "pi_1"}, ShopperNotice.CANCELED),
        ({"closing": None, "reason": "amount_too_small"}, None),
    ],
)
def test_a_cancellation_is_mailed_unless_its_shopper_caused_it(
    data: dict[str, str | bool | None], notice: ShopperNotice | None
) -> None:
    assert shopper_notice(entry(EntryType.PAYMENT_CANCELED, **data)) is notice


@pytest.mark.parametrize(
    ("entry_types", "notice"),
    [
        (("DISPUTE_OPENED", "DISPUTE_UPDATED", "DISPUTE_LOST", "DISPUTE_ENDED"), OperatorNotice.DISPUTE),
        (("FRAUD_WARNED",), OperatorNotice.WARNING),
        (("REVIEW_OPENED", "REVIEW_CLOSED"), OperatorNotice.REVIEW),
        (("PAYMENT_MISMATCHED",), OperatorNotice.MISMATCH),
        (("REFUND_FAILED", "REFUND_CANCELED", "REFUND_REFUSED"), OperatorNotice.REFUND_FAILED),
        (("REFUND_OUTCOME_OVERDUE",), OperatorNotice.OUTCOME_OVERDUE),
        (("REVIEW_APPROVED", "PAYMENT_SUCCEEDED", "REFUND_SUCCEEDED", "PAYMENT_CANCELED", "HOLD_RELEASED"), None),
    ],
)
def test_an_operator_is_alerted_to_what_needs_a_person(
    entry_types: tuple[str, ...], notice: OperatorNotice | None
) -> None:
    assert {operator_notice(entry(EntryType[name])) for name in entry_types} == {notice}


@pytest.mark.parametrize("entry_type", EntryType)
def test_every_entry_that_calls_for_a_mail_makes_the_outbox_due(entry_type: EntryType) -> None:
    reported = entry(entry_type, paymentIntentId="pi_1")
    assert (entry_type in NOTIFYING) == bool(shopper_notice(reported) or operator_notice(reported))
