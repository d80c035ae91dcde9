"""Stripe's risk levels of a charge, and the setting that says from which on an order is held."""

from enum import StrEnum


class RiskLevel(StrEnum):
    """Stripe's risk levels (docs.stripe.com/radar/risk-evaluation); a charge that was not assessed counts as normal."""

    NORMAL = "normal"
    ELEVATED = "elevated"
    HIGHEST = "highest"


class RiskHolds(StrEnum):
    """The lowest of Stripe's risk levels at which an order is held; `none` holds no order for its risk."""

    HIGHEST = "highest"
    ELEVATED = "elevated"
    NONE = "none"

    @property
    def levels(self) -> frozenset[RiskLevel]:
        """The levels at which an order is held."""
        return _LEVELS[self]


_LEVELS = {
    RiskHolds.HIGHEST: frozenset({RiskLevel.HIGHEST}),
    RiskHolds.ELEVATED: frozenset({RiskLevel.HIGHEST, RiskLevel.ELEVATED}),
    RiskHolds.NONE: frozenset[RiskLevel](),
}
