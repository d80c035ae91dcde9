"""What each failed call means for us, in one table: not executed, a definite no, read first, or unknown."""

import re
from collections.abc import Callable
from typing import NamedTuple

from msgspec import UNSET, Raw, Struct, UnsetType

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

_NOT_EXECUTED = {"rate_limit", "lock_timeout"}
_READ_FIRST = {"payment_intent_unexpected_state", "charge_already_refunded"}
_PERMISSION = re.compile(r"\brak_\w+")
_IN_USE = "idempotency_key_in_use"


_PARTS = {
    "amount": RequestPart.AMOUNT,
    "currency": RequestPart.CURRENCY,
    "customer": RequestPart.CUSTOMER,
    "email": RequestPart.EMAIL,
    "payment_method": RequestPart.PAYMENT_METHOD,
    "receipt_email": RequestPart.EMAIL,
    "return_url": RequestPart.RETURN_URL,
    "shipping": RequestPart.SHIPPING,
}
"""Stripe's parameters that are parts of our requests."""


class Reference(Struct, frozen=True):
    """An object of which only the id matters here."""

    id: str = ""


class ErrorShape(Struct, frozen=True, kw_only=True):
    """Stripe's error object. `payment_intent` holds a client secret: never put it into an exception's text."""

    type: str | None = None
    code: str | None = None
    decline_code: str | None = None
    message: str | None = None
    param: str | None = None
    charge: str | Reference | None = None
    payment_intent: Raw | UnsetType = UNSET
    payment_method: str | Reference | None = None

    def __repr__(self) -> str:
        """Without what the error is about."""
        return f"ErrorShape({self.type}, {self.code})"


class ErrorBody(Struct, frozen=True):
    """What Stripe answers a call with that it did not do."""

    error: ErrorShape


class CardRefused(Refused):
    """A 402: a definite no, which a waiting shopper sees as a decline."""

    def __init__(self, error: ErrorShape) -> None:
        super().__init__(error.code or "", part_of(error.param), _shown(error.message))
        self.error = error


class Failure(NamedTuple):
    """A call that was answered, but not with success. `error` is empty where the body is not Stripe's."""

    status: int
    error: ErrorShape
    replayed: bool = False

    @property
    def said(self) -> str:
        """Status and code, safe to log."""
        return f"Stripe answered {self.status} {_shown(self.error.code)}".strip()


class Row(NamedTuple):
    """One row of the table."""

    when: Callable[[Failure], bool]
    then: Callable[[Failure], Exception]


def _shown(text: str | None) -> str:
    return without_secrets(text or "")


def part_of(parameter: str | None) -> RequestPart | None:
    """The part of our request that a parameter, such as `shipping[address][country]`, belongs to."""
    return _PARTS.get((parameter or "").partition("[")[0])


def _refused(failure: Failure) -> Exception:
    error = failure.error
    return Refused(error.code or "", part_of(error.param), _shown(error.message))


def _missing(failure: Failure) -> Exception:
    error = failure.error
    return Missing(error.code or "", part_of(error.param), _shown(error.message))


def _permission_missing(failure: Failure) -> Exception:
    message = _shown(failure.error.message)
    permission = _PERMISSION.search(message)
    return PermissionMissing(permission[0] if permission else "", message or failure.said)


def _reused(failure: Failure) -> bool:
    """The same key came with other parameters, not merely twice at once."""
    return failure.error.type == "idempotency_error" and failure.status != 409 and failure.error.code != _IN_USE


TABLE = (
    Row(lambda it: it.status == 429, lambda it: NotExecuted(it.said)),
    Row(lambda it: it.status == 400 and it.error.code in _NOT_EXECUTED, lambda it: NotExecuted(it.said)),
    Row(lambda it: it.status == 401, lambda it: KeyRefused(it.said)),
    Row(lambda it: it.status == 403, _permission_missing),
    Row(lambda it: it.status >= 500 and it.replayed, lambda it: ReplayedFailure(it.said)),
    Row(_reused, lambda it: KeyReused(it.said)),
    Row(lambda it: it.status == 409 and it.error.code == _IN_USE, lambda it: KeyInUse(it.said)),
    Row(lambda it: it.status in (409, 424) or it.status >= 500, lambda it: OutcomeUnknown(it.said)),
    Row(lambda it: it.error.type == "idempotency_error", lambda it: OutcomeUnknown(it.said)),
    Row(lambda it: it.status == 400 and it.error.code in _READ_FIRST, lambda it: StateConflict(it.said)),
    Row(lambda it: it.status == 402, lambda it: CardRefused(it.error)),
    Row(lambda it: it.status in (400, 404) and it.error.code == "resource_missing", _missing),
    Row(lambda it: it.status in (400, 404) and it.error.type == "invalid_request_error", _refused),
    Row(lambda _: True, lambda it: OutcomeUnknown(it.said)),
)
"""The first row that fits decides.

Whatever Stripe never documented is unknown, so that nothing is given up and nothing sent twice.
"""


def meaning_of(failure: Failure) -> Exception:
    """The exception that a failed call becomes."""
    return next(row.then(failure) for row in TABLE if row.when(failure))
