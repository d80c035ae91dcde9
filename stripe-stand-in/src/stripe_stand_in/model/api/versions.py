"""API versions: which rules a request follows and how an object looked to an older one."""

from stripe_stand_in.model.api.errors import Refusal, malformed
from stripe_stand_in.model.api.http import StripeObject

NEWEST = "2026-10-28.endive"
CHARGES_NO_LONGER_EMBEDDED = "2022-11-15"
DYNAMIC_METHODS_BY_DEFAULT = "2023-08-16"
ASYNC_CAPTURE_BY_DEFAULT = "2024-04-10"
INVOICE_GONE = "2025-03-31"
METHOD_TYPES_GONE = "2026-09-30"
"""First days of the behaviours that differ; versions compare as text because they begin with their date."""


def checked(version: str) -> str:
    """The version, if it looks like one Stripe knows."""
    day = version[:10]
    if len(day) != 10 or day[4] != "-" or day[7] != "-" or not day.replace("-", "").isdigit() or day > NEWEST[:10]:
        raise malformed(f"Invalid Stripe API version: {version[:64]}")
    return version


def refuses_method_types() -> Refusal:
    """Endive no longer takes payment_method_types in requests."""
    return malformed(
        "The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types`, "
        "`excluded_payment_method_types` or `automatic_payment_methods` instead.",
        "payment_method_types",
        "payment_method_types_no_longer_supported",
    )


def rendered(stripe_object: StripeObject, version: str) -> StripeObject:
    """The object as `version` shows it: fields that were removed since come back, holding nothing."""
    if version >= INVOICE_GONE:
        return stripe_object
    if stripe_object.get("object") in ("payment_intent", "charge"):
        return {**stripe_object, "invoice": None}
    return stripe_object
