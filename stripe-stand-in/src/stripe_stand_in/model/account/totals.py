"""Totals for tests: what was paid, refunded and disputed according to this account."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import StripeObject


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundEntry:
    """One refund. Amounts are in the currency's minor unit."""

    id: str
    charge: str
    payment_intent: str | None
    amount: int
    status: str
    reason: str | None
    metadata: MappingProxyType[str, str]

    is_release: bool = False
    """Whether it shows the release of an authorization, not money that was returned."""

    @property
    def counts(self) -> bool:
        """Whether it reduces what can still be refunded."""
        return self.status not in ("failed", "canceled") and not self.is_release


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeEntry:
    """One dispute or inquiry."""

    id: str
    charge: str
    payment_intent: str | None
    amount: int
    status: str
    refundable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEntry:
    """One payment intent with its charges, refunds and disputes."""

    id: str
    status: str
    amount: int
    currency: str
    customer: str | None
    captured: int
    metadata: MappingProxyType[str, str]
    charges: tuple[str, ...]
    refunds: tuple[RefundEntry, ...]
    disputes: tuple[DisputeEntry, ...]

    @property
    def refunded(self) -> int:
        """Sum of the refunds that succeeded."""
        return sum(each.amount for each in self.refunds if each.status == "succeeded" and not each.is_release)

    @property
    def reserved(self) -> int:
        """Sum of the refunds that succeeded or still may."""
        return sum(each.amount for each in self.refunds if each.counts)


class AccountTotals:
    """Read-only views. `served` counts calls by `METHOD /path/{template}`, replays included."""

    def __init__(self, account: Account, served: Counter[str]) -> None:
        self._account = account
        self._served = served

    @property
    def served(self) -> Counter[str]:
        """A copy of the request counts."""
        return self._served.copy()

    def payments(self) -> Sequence[PaymentEntry]:
        """Every payment intent, oldest first."""
        return [self._payment(intent) for intent in self._account.payment_intents]

    def payment(self, intent_id: str) -> PaymentEntry:
        """One payment intent; KeyError if there is none."""
        intent = self._account.payment_intents.get(intent_id)
        if intent is None:
            raise KeyError(intent_id)
        return self._payment(intent)

    def refunds(self, intent_id: str | None = None) -> Sequence[RefundEntry]:
        """All refunds, or those of one intent, oldest first."""
        refunds = self._account.refunds
        chosen = refunds if intent_id is None else refunds.where("payment_intent", intent_id)
        return [self._refund(each) for each in chosen]

    def disputes(self, intent_id: str | None = None) -> Sequence[DisputeEntry]:
        """All disputes, or those of one intent, oldest first."""
        disputes = self._account.disputes
        return [
            _dispute(each) for each in (disputes if intent_id is None else disputes.where("payment_intent", intent_id))
        ]

    def event_types(self) -> Sequence[str]:
        """The types of all events, oldest first."""
        return [event["type"] for event in self._account.events]

    def customers(self) -> Sequence[str]:
        """The ids of the customers that were not deleted, oldest first."""
        return [each["id"] for each in self._account.customers if not each.get("deleted")]

    def _payment(self, intent: StripeObject) -> PaymentEntry:
        return PaymentEntry(
            id=intent["id"],
            status=intent["status"],
            amount=intent["amount"],
            currency=intent["currency"],
            customer=intent["customer"],
            captured=intent["amount_received"],
            metadata=MappingProxyType(dict(intent["metadata"])),
            charges=tuple(each["id"] for each in self._account.charges.where("payment_intent", intent["id"])),
            refunds=tuple(self.refunds(intent["id"])),
            disputes=tuple(self.disputes(intent["id"])),
        )

    def _refund(self, refund: StripeObject) -> RefundEntry:
        return RefundEntry(
            id=refund["id"],
            charge=refund["charge"],
            payment_intent=refund["payment_intent"],
            amount=refund["amount"],
            status=refund["status"],
            reason=refund["reason"],
            metadata=MappingProxyType(dict(refund["metadata"])),
            is_release=refund["id"] in self._account.releases,
        )


def _dispute(dispute: StripeObject) -> DisputeEntry:
    return DisputeEntry(
        id=dispute["id"],
        charge=dispute["charge"],
        payment_intent=dispute["payment_intent"],
        amount=dispute["amount"],
        status=dispute["status"],
        refundable=dispute["is_charge_refundable"],
    )
