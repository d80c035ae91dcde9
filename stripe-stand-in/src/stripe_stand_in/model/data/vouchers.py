"""Vouchers: their currencies, how they are shown, and what the shopper's e-mail address simulates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

CHAINS = ("familymart", "lawson", "ministop", "seicomart")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """One type of voucher; `days` is its validity, `required` the billing details it needs."""

    currency: str
    days: int
    required: tuple[str, ...]
    action: Callable[[str, str, int], dict[str, Any]]
    """Given the page, the number and the expiry: the next action's details."""
    details: Callable[[str], dict[str, Any]]
    """Given the number: the charge's payment_method_details."""
    refund_destination: str | None


def _konbini(page: str, number: str, expires_at: int) -> dict[str, Any]:
    store = {"confirmation_number": number[-11:], "payment_code": number[:6]}
    return {"expires_at": expires_at, "hosted_voucher_url": page, "stores": {chain: dict(store) for chain in CHAINS}}


VOUCHERS = {
    "boleto": Voucher(
        currency="brl",
        days=3,
        required=("name", "email"),
        action=lambda page, number, at: {"expires_at": at, "hosted_voucher_url": page, "number": number, "pdf": page},
        details=lambda _number: {},
        refund_destination=None,
    ),
    "konbini": Voucher(
        currency="jpy",
        days=3,
        required=("name", "email"),
        action=_konbini,
        details=lambda _number: {"store": None},
        refund_destination="jp_bank_transfer",
    ),
    "multibanco": Voucher(
        currency="eur",
        days=7,
        required=("email",),
        action=lambda page, number, at: {
            "entity": number[:5], "expires_at": at, "hosted_voucher_url": page, "reference": number[5:],
        },
        details=lambda number: {"entity": number[:5], "reference": number[5:]},
        refund_destination="multibanco",
    ),
    "oxxo": Voucher(
        currency="mxn",
        days=3,
        required=("name", "email"),
        action=lambda page, number, at: {"expires_after": at, "hosted_voucher_url": page, "number": number},
        details=lambda number: {"number": number},
        refund_destination=None,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happens to a voucher by itself, in seconds; None: nothing before it expires."""

    paid_after: float | None = None
    expires_after: float | None = None


OUTCOMES = {
    "succeed_immediately": Outcome(paid_after=1.0),
    "expire_immediately": Outcome(expires_after=1.0),
    "expire_with_delay": Outcome(expires_after=180.0),
    "fill_never": Outcome(),
}
"""Stripe's test addresses: `…succeed_immediately@example.com`; any other is paid after three minutes."""


def chosen_outcome(email: str) -> Outcome:
    """Returns what the shopper's e-mail address simulates."""
    local = email.partition("@")[0]
    return next((outcome for name, outcome in OUTCOMES.items() if local.endswith(name)), Outcome(paid_after=180.0))
