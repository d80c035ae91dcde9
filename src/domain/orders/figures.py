"""How an order stood after one change, recorded with it: an event is sent later, when the order has moved on."""

from collections.abc import Mapping
from dataclasses import dataclass


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
        return {
            "orderStatus": self.status,
            "paymentStatus": self.payment_status,
            "amountCaptured": self.amount_captured,
            "amountRefunded": self.amount_refunded,
            "refundable": self.refundable,
        }


def figures_in(data: Mapping[str, str | int | bool | None]) -> Figures | None:
    """Returns the figures that an entry's data holds; None where it was recorded without."""
    if "orderStatus" not in data:
        return None
    return Figures(
        status=str(data["orderStatus"]),
        payment_status=str(data["paymentStatus"]),
        amount_captured=int(data["amountCaptured"] or 0),
        amount_refunded=int(data["amountRefunded"] or 0),
        refundable=int(data["refundable"] or 0),
    )
