"""Ids in paths: a malformed id gets the same 404 as an unknown one."""

import re
from typing import Annotated, Final, TypeAlias

from litestar.params import PathParameter

from application.ports.storage.deliveries import DeliveryId, delivery_id
from domain.identifiers.types import EventId, PaymentIntentId, PaymentMethodId
from entrypoints.http.problems import Problem, kinds

IntentPath: TypeAlias = Annotated[str, PathParameter(description="The PaymentIntent's id.")]
MethodPath: TypeAlias = Annotated[str, PathParameter(description="The payment method's id.")]
OrderPath: TypeAlias = Annotated[str, PathParameter(description="The order's id or number.")]
EventPath: TypeAlias = Annotated[str, PathParameter(description="Stripe's id of the event.")]
DeliveryPath: TypeAlias = Annotated[str, PathParameter(description="The delivery's id.")]

_BLANKS: Final = " \u00a0\u3000"
_SOUND: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")


def existing_intent(text: str) -> PaymentIntentId:
    """Returns the id of a payment. Raises the 404 problem for a malformed one."""
    return PaymentIntentId(_sound(text, "pi_", "payment"))


def existing_method(text: str) -> PaymentMethodId:
    """Returns the id of a payment method. Raises the 404 problem for a malformed one."""
    return PaymentMethodId(_sound(text, "pm_", "payment method"))


def existing_order(text: str) -> str:
    """Returns an order's id or number without surrounding blanks. Raises the 404 problem for a malformed one."""
    return _sound(text.strip(_BLANKS), "", "order")


def existing_event(text: str) -> EventId:
    """Returns the id of an event. Raises the 404 problem for a malformed one."""
    return EventId(_sound(text, "evt_", "event"))


def existing_delivery(text: str) -> DeliveryId:
    """Returns the id of a delivery. Raises the 404 problem for a malformed one."""
    try:
        return delivery_id(_sound(text.replace(".", "-"), "", "delivery") and text)
    except ValueError:
        raise Problem(kinds.NOT_FOUND, "The delivery does not exist.") from None


def _sound(text: str, prefix: str, what: str) -> str:
    if not text.startswith(prefix) or _SOUND.fullmatch(text) is None:
        raise Problem(kinds.NOT_FOUND, f"The {what} does not exist.")
    return text
