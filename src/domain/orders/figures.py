"""How an order stood after one change, recorded with it: an event is sent later, when the order has moved on."""

from collections.abc import Mapping
from dataclasses import dataclass

FIGURES = ("orderStatus", "paymentStatus", "amountCaptured", "amountRefunded", "refundable")
"""The names of the figures in an entry's data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An order's statuses and amounts; amounts in minor units of its currency."""

    status: str
    payment_status: str
    amount_captured: int
    amount_refunded: int
    refundable: int

    def recorded(self) -> dict[str, str | int]:
        """Returns the figures as an entry of the history holds them."""
        values = (self.status, self.payment_status, self.amount_captured, self.amount_refunded, self.refundable)
        return dict(zip(FIGURES, values, strict=True))


def figures_in(data: Mapping[str, str | int | bool | None]) -> Figures | None:
    """Returns the figures that an entry's data holds; None where it was recorded without."""
    if FIGURES[0] not in data:
        return None
    status, payment_status, *amounts = (data[name] for name in FIGURES)
    captured, refunded, refundable = (int(amount or 0) for amount in amounts)
    return Figures(
        status=str(status),
        payment_status=str(payment_status),
        amount_captured=captured,
        amount_refunded=refunded,
        refundable=refundable,
    )
