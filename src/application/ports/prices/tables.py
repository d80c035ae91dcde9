"""What shipping and tax cost."""

from collections.abc import Sequence
from typing import Protocol

from domain.catalog.pricing import Tax
from domain.money.money import Money


class Shipping(Protocol):
    """What sending goods costs."""

    def countries(self) -> Sequence[str]:
        """ISO 3166-1 codes of where goods are sent, the shop's own country first."""

    def cost(self, country: str, subtotal: Money) -> int:
        """Minor units of the subtotal's currency, a multiple of its step."""


class Taxes(Protocol):
    """What tax is due."""

    def due(self, country: str, state: str | None, taxable: Money) -> Tax:
        """Returns the tax on goods and shipping with its rate and jurisdiction; `state` is the state's code.

        The amount is rounded to the currency's step.
        """
