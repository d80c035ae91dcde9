"""The error codes of what a shop's own server asks for: prices, and captures."""

from typing import Final

from entrypoints.http.problems.problem import Kind

REFERENCE_REUSED: Final = Kind(
    code="reference_reused",
    status=409,
    title="The reference belongs to another order",
    meaning="An order with this `reference` was created from another request; each reference is used once.",
    remedy="Send the same request again to have that order, or use a new reference for a new order.",
)
TOTAL_MISMATCH: Final = Kind(
    code="total_mismatch",
    status=422,
    title="The total is not the sum",
    meaning=(
        "`total` is what was sent, `computedTotal` the items less the discounts, plus shipping, plus the tax unless it "
        "is included."
    ),
    remedy="Send figures that add up, all in the currency's minor unit.",
)
NOTHING_TO_PAY: Final = Kind(
    code="nothing_to_pay",
    status=422,
    title="There is nothing to pay",
    meaning="The total is 0, and no payment can be made of nothing.",
    remedy="Treat the order as paid in the shop; Till is not needed for it.",
)
