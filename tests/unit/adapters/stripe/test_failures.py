"""Every row of the one table: what a failed call means for money."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.stripe.sdk.failures import TABLE, CardRefused, ErrorShape, Failure, meaning_of
from adapters.stripe.sdk.redaction import without_secrets
from application.ports.stripe.failures import (
    KeyInUse,
    KeyRefused,
    KeyReused,
    Missing,
    NotExecuted,
    OutcomeUnknown,
    PermissionMissing,
    Refused,
    ReplayedFailure,
    StateConflict,
)
from domain.payments.refusal import RequestPart

INVALID = "invalid_request_error"

ROWS: list[tuple[int, str | None, str | None, bool, type[Exception]]] = [
    (429, INVALID, "rate_limit", False, NotExecuted),
    (429, INVALID, "lock_timeout", False, NotExecuted),
    (429, None, None, False, NotExecuted),
    (429, "idempotency_error", None, False, NotExecuted),
    (400, INVALID, "rate_limit", False, NotExecuted),
    (400, INVALID, "lock_timeout", False, NotExecuted),
    (401, INVALID, None, False, KeyRefused),
    (401, None, None, False, KeyRefused),
    (403, INVALID, None, False, PermissionMissing),
    (403, None, None, False, PermissionMissing),
    (500, "api_error", None, True, ReplayedFailure),
    (503, None, None, True, ReplayedFailure),
    (500, "api_error", None, False, OutcomeUnknown),
    (500, None, None, False, OutcomeUnknown),
    (502, None, None, False, OutcomeUnknown),
    (503, INVALID, "resource_missing", False, OutcomeUnknown),
    (504, None, None, False, OutcomeUnknown),
    (400, "idempotency_error", None, False, KeyReused),
    (404, "idempotency_error", None, False, KeyReused),
    (409, "idempotency_error", "idempotency_key_in_use", False, KeyInUse),
    (400, "idempotency_error", "idempotency_key_in_use", False, OutcomeUnknown),
    (409, INVALID, "lock_timeout", False, OutcomeUnknown),
    (409, None, None, False, OutcomeUnknown),
    (424, "api_error", None, False, OutcomeUnknown),
    (400, INVALID, "payment_intent_unexpected_state", False, StateConflict),
    (400, INVALID, "charge_already_refunded", False, StateConflict),
    (402, "card_error", "card_declined", False, CardRefused),
    (402, "card_error", "card_declined", True, CardRefused),
    (402, INVALID, "payment_intent_authentication_failure", False, CardRefused),
    (402, None, None, False, CardRefused),
    (404, INVALID, "resource_missing", False, Missing),
    (400, INVALID, "resource_missing", False, Missing),
    (400, INVALID, "amount_too_small", False, Refused),
    (400, INVALID, "charge_disputed", False, Refused),
    (400, INVALID, None, False, Refused),
    (404, INVALID, None, False, Refused),
    (400, "api_error", None, False, OutcomeUnknown),
    (400, "card_error", "card_declined", False, OutcomeUnknown),
    (400, None, None, False, OutcomeUnknown),
    (404, None, None, False, OutcomeUnknown),
    (405, INVALID, None, False, OutcomeUnknown),
    (301, None, None, False, OutcomeUnknown),
    (200, None, None, False, OutcomeUnknown),
]


@pytest.mark.parametrize(("status", "kind", "code", "replayed", "meaning"), ROWS)
def test_a_failed_call_means_one_thing(
    status: int, kind: str | None, code: str | None, replayed: bool, meaning: type[Exception]
) -> None:
    found = meaning_of(Failure(status, ErrorShape(type=kind, code=code), replayed))
    assert type(found) is meaning


def test_every_row_of_the_table_is_met() -> None:
    failures = [Failure(status, ErrorShape(type=kind, code=code), replayed) for status, kind, code, replayed, _ in ROWS]
    met = {next(n for n, row in enumerate(TABLE) if row.when(failure)) for failure in failures}
    assert met == set(range(len(TABLE)))


def test_a_refusal_keeps_stripes_code_and_names_the_part_of_the_request() -> None:
    error = ErrorShape(type=INVALID, code="resource_missing", param="customer", message="No such customer: 'cus_1'")
    refused = meaning_of(Failure(400, error))
    assert isinstance(refused, Refused)
    assert (refused.code, refused.part, refused.message) == (
        "resource_missing",
        RequestPart.CUSTOMER,
        "No such customer: 'cus_1'",
    )


SECRETS = ("sk_test_51HxAbc", "rk_live_9zY", "whsec_a1b2c3", "pi_3Px_secret_7Yq", "seti_1Ab_secret_9")


@given(st.sampled_from(SECRETS), st.text(alphabet=" .:'\"", max_size=3), st.sampled_from(ROWS))
def test_no_key_and_no_client_secret_gets_into_an_exceptions_text(
    secret: str, around: str, row: tuple[int, str | None, str | None, bool, type[Exception]]
) -> None:
    error = ErrorShape(type=row[1], code=row[2], message=f"bad{around}{secret}{around}".replace("bad", "bad "))
    found = meaning_of(Failure(row[0], error, row[3]))
    shown = f"{found} {found!r} {getattr(found, 'message', '')} {error!r}"
    assert secret not in shown


def test_what_is_no_secret_stays_readable() -> None:
    text = "Refund amount ($25.00) is greater than unrefunded amount on charge ($10.00) of pi_3Px, cus_Abc"
    assert without_secrets(text) == text


def test_a_missing_permission_is_named_with_stripes_own_message() -> None:
    message = (
        "The provided key 'rk_test_*********abc' does not have the required permissions for this endpoint. Having the"
        " 'rak_charge_read' permission would allow this request to continue."
    )
    refusal = meaning_of(Failure(403, ErrorShape(type=INVALID, message=message)))
    assert isinstance(refusal, PermissionMissing)
    assert (refusal.permission, str(refusal)) == ("rak_charge_read", message)
    unnamed = meaning_of(Failure(403, ErrorShape()))
    assert isinstance(unnamed, PermissionMissing)
    assert (unnamed.permission, str(unnamed)) == ("", "Stripe answered 403")
