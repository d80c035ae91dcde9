"""The permissions that Till needs of a restricted key, and a harmless call to try each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from msgspec import Raw

from adapters.stripe.sdk.calls import StripeCalls
from application.ports.stripe.failures import PermissionMissing, Refused, StateConflict


class Permission(NamedTuple):
    """A resource as the dashboard names it, and a call that needs the permission and changes nothing."""

    resource: str
    access: Literal["read", "write"]
    method: Literal["get", "post"]
    path: str
    form: str = ""


_NONE = "till_doctor"
"""Ends the id of an object that does not exist: Stripe checks the permission before it looks for the object."""

PERMISSIONS: Final = (
    Permission("PaymentIntents", "write", "post", f"/v1/payment_intents/pi_{_NONE}/cancel"),
    Permission("Customers", "write", "post", f"/v1/customers/cus_{_NONE}"),
    Permission("PaymentMethods", "write", "post", f"/v1/payment_methods/pm_{_NONE}/detach"),
    Permission("Charges and Refunds", "write", "post", "/v1/refunds", f"payment_intent=pi_{_NONE}"),
    Permission("Disputes", "read", "get", "/v1/disputes"),
    Permission("Radar", "read", "get", "/v1/radar/early_fraud_warnings"),
    Permission("Reviews", "read", "get", f"/v1/reviews/prv_{_NONE}"),
    Permission("Events", "read", "get", "/v1/events"),
    Permission("Webhook Endpoints", "read", "get", "/v1/webhook_endpoints"),
)
"""`till webhooks setup` alone needs to write webhook endpoints."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StripePermissions:
    """Tries what our key may do. Raises as every call does, except `PermissionMissing` and `Refused`."""

    calls: StripeCalls

    async def missing(self) -> Sequence[tuple[Permission, PermissionMissing]]:
        """Returns each permission that the key lacks, with Stripe's refusal."""
        found = []
        for permission in PERMISSIONS:
            try:
                await self._try(permission)
            except PermissionMissing as refusal:
                found.append((permission, refusal))
            # The object does not exist, so the key was allowed to ask for it.
            except (Refused, StateConflict):
                continue
        return found

    async def _try(self, permission: Permission) -> None:
        if permission.method == "get":
            query = {} if _NONE in permission.path else {"limit": "1"}
            await self.calls.get(Raw, permission.path, query)
        else:
            await self.calls.post(Raw, permission.path, permission.form)
