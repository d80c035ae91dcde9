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
NOTHING_TO_CAPTURE: Final = Kind(
    code="nothing_to_capture",
    status=409,
    title="There is nothing to capture",
    meaning="The payment is not authorized, or it was captured or released before; `paymentStatus` is the order's own.",
    remedy="Read the order. An authorized payment can be captured once, all of it or a part.",
)
CAPTURE_EXCEEDS_AUTHORIZATION: Final = Kind(
    code="capture_exceeds_authorization",
    status=409,
    title="More was asked than is authorized",
    meaning="The amount is larger than what is authorized; `amountCapturable` is how much that is.",
    remedy="Capture at most `amountCapturable`.",
)
CAPTURE_REFUSED: Final = Kind(
    code="capture_refused",
    status=409,
    title="Stripe refused the capture",
    meaning="Stripe refused the capture for good, and nothing was taken.",
    remedy="Look at the payment in Stripe's dashboard, then capture again or cancel the order.",
)
ALREADY_CAPTURED: Final = Kind(
    code="already_captured",
    status=409,
    title="The payment was captured",
    meaning="The money for the order `orderId` was taken, so the order can't be canceled any more.",
    remedy="Refund the order instead.",
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
