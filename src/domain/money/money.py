"""Amounts in Stripe's minor unit, so that no code ever guesses a power of ten."""

from dataclasses import dataclass

from domain.errors.pricing import UnpayableAmount
from domain.money.currency import Currency


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in Stripe's minor unit of its currency."""

    amount: int
    currency: Currency

    def payable(self) -> "Money":
        """Itself, if Stripe's table knows no reason why it can't be charged; raises `UnpayableAmount`.

        Minimums depend on the settlement currency and are Stripe's to judge.
        """
        why = why_unpayable(self.amount, self.currency)
        if why is not None:
            raise UnpayableAmount(self.amount, self.currency.code, why)
        return self


def why_unpayable(amount: int, currency: Currency) -> str | None:
    """What Stripe's table has against an amount, as a sentence; None where it has nothing."""
    if amount <= 0:
        return f"it is too small, the smallest amount is {currency.step}"
    if amount > currency.largest:
        return f"it is too large, the largest amount is {currency.largest}"
    if amount % currency.step:
        return f"{currency.code.upper()} amounts are multiples of {currency.step}"
    return None
