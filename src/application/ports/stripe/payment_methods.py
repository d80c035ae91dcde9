"""Saved payment methods."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.facts.payment import FailedAttempt
from domain.identifiers.types import CustomerId, PaymentMethodId


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedMethod:
    """A payment method, as far as it may be shown. `customer_id` None where nobody's.

    `fingerprint` is the same for the same card or account, and is neither shown nor stored.
    """

    id: PaymentMethodId
    customer_id: CustomerId | None
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None
    fingerprint: str | None = None

    def is_same_card(self, other: "SavedMethod") -> bool:
        """Whether both are one card or account, saved twice."""
        return self.id == other.id or (self.fingerprint is not None and self.fingerprint == other.fingerprint)


class AttachDeclined(Exception):
    """The issuer declined to let the method be saved."""

    def __init__(self, failure: FailedAttempt, code: str, decline_code: str | None, message: str) -> None:
        super().__init__(code)
        self.failure = failure
        self.code = code
        self.decline_code = decline_code
        self.message = message


class PaymentMethods(Protocol):
    """Saved methods; raises as `Payments` does."""

    async def of_customer(self, customer_id: CustomerId) -> Sequence[SavedMethod]:
        """All methods saved for a customer, newest first. A deleted customer is `Missing`."""

    async def get(self, method_id: PaymentMethodId) -> SavedMethod:
        """One method of any customer: compare its customer before acting on it. Raises `Missing`."""

    async def attach(self, method_id: PaymentMethodId, customer_id: CustomerId, key: str) -> SavedMethod:
        """Save a method for a customer. Raises `AttachDeclined`; `Missing` names `customer` where that is gone."""

    async def detach(self, method_id: PaymentMethodId) -> None:
        """Detaches a method for good; one that belongs to no customer is no error."""
