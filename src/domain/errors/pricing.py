"""Why a cart or an amount is refused."""

from domain.errors.rule import RuleBroken


class UnknownCurrency(RuleBroken):
    """Stripe charges in no such currency."""


class UnpayableAmount(RuleBroken):
    """The amount is not positive, too large, or not a multiple of its currency's step; `why` says which, if known."""

    def __init__(self, amount: int, currency: str, why: str | None = None) -> None:
        reason = f": {why}" if why else ""
        super().__init__(f"{amount} {currency} can't be charged{reason}")
        self.amount = amount
        self.currency = currency
        self.why = why


class CartRefused(RuleBroken):
    """The cart can't be sold as it stands; every fault is named at once.

    `faults` are pairs of a field of the request (`items[0].sku`) and a sentence.
    """

    def __init__(self, faults: tuple[tuple[str, str], ...]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in faults))
        self.faults = faults


class TotalMismatch(RuleBroken):
    """The total that the shop named is not the sum of its own figures; both in minor units."""

    def __init__(self, *, named: int, computed: int) -> None:
        super().__init__(f"named {named}, computed {computed}")
        self.named = named
        self.computed = computed


class NothingToPay(RuleBroken):
    """The total is 0, and a payment of nothing can't be made."""
