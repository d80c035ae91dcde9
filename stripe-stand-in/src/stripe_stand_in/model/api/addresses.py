"""Postal addresses and shipping details, as parameters and as they are shown."""

from collections.abc import Mapping
from typing import Any

from stripe_stand_in.model.api.parameters import Clearable, Fields, Text

ADDRESS = Fields(
    city=Clearable(Text()),
    country=Clearable(Text()),
    line1=Clearable(Text()),
    line2=Clearable(Text()),
    postal_code=Clearable(Text()),
    state=Clearable(Text()),
)
SHIPPING = Fields(
    ("address", "name"),
    address=ADDRESS,
    name=Text(),
    carrier=Clearable(Text()),
    phone=Clearable(Text()),
    tracking_number=Clearable(Text()),
)


def full_address(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Returns an address with every field Stripe shows, null where nothing was given."""
    return None if given is None else {name: given.get(name) for name in sorted(ADDRESS.kinds)}


def full_shipping(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Returns shipping details with every field Stripe shows."""
    if given is None:
        return None
    shown = {name: given.get(name) for name in ("carrier", "name", "phone", "tracking_number")}
    return {"address": full_address(given.get("address")), **shown}
