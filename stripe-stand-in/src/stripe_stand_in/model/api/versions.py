"""API versions: which rules a request follows, and how older versions render an object."""

from stripe_stand_in.model.api.errors import ApiError, malformed
from stripe_stand_in.model.api.http import StripeObject

NEWEST = "2026-10-28.endive"
CHARGES_NO_LONGER_EMBEDDED = "2022-11-15"
DYNAMIC_METHODS_BY_DEFAULT = "2023-08-16"
ASYNC_CAPTURE_BY_DEFAULT = "2024-04-10"
INVOICE_GONE = "2025-03-31"
METHOD_TYPES_GONE = "2026-09-30"
"""First versions of each changed behaviour; versions compare as text because they begin with their date."""


def parse_version(version: str) -> str:
    """Returns the version; refuses one that does not begin with a date."""
    if not _dated(version):
        raise malformed(f"Invalid Stripe API version: {version[:64]}")
    return version


def is_newer(version: str) -> bool:
    """Returns whether the version is newer than the newest that the model knows."""
    return _dated(version) and version[:10] > NEWEST[:10]


def _dated(version: str) -> bool:
    day = version[:10]
    return len(day) == 10 and day[4] == day[7] == "-" and day.replace("-", "").isdigit()


def method_types_removed() -> ApiError:
    """Returns the error for payment_method_types, which endive no longer takes."""
    return malformed(
        "The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types`, "
        "`excluded_payment_method_types` or `automatic_payment_methods` instead.",
        "payment_method_types",
        "payment_method_types_no_longer_supported",
    )


def rendered(stripe_object: StripeObject, version: str) -> StripeObject:
    """Returns the object as `version` renders it: fields removed since then are null."""
    if version >= INVOICE_GONE:
        return stripe_object
    if stripe_object.get("object") in ("payment_intent", "charge"):
        return {**stripe_object, "invoice": None}
    return stripe_object
