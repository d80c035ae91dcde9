"""Ids in paths: one that nothing could have is answered as one that nothing has."""

import re
from typing import Annotated, Final, TypeAlias

from litestar.params import PathParameter

from domain.identifiers.types import EventId, PaymentIntentId, PaymentMethodId
from entrypoints.http.problems import Problem, kinds

IntentPath: TypeAlias = Annotated[str, PathParameter(description="The PaymentIntent's id.")]
MethodPath: TypeAlias = Annotated[str, PathParameter(description="The payment method's id.")]
OrderPath: TypeAlias = Annotated[str, PathParameter(description="The order's id or number.")]
EventPath: TypeAlias = Annotated[str, PathParameter(description="Stripe's id of the event.")]

_BLANKS: Final = " \u00a0\u3000"
_SOUND: Final = re.compile(r"[A-Za-z0-9_-]{1,255}")


def existing_intent(text: str) -> PaymentIntentId:
    """The id of a payment; raises the 404 problem for what can be none."""
    return PaymentIntentId(_sound(text, "pi_", "payment"))


def existing_method(text: str) -> PaymentMethodId:
    """The id of a payment method; raises the 404 problem for what can be none."""
    return PaymentMethodId(_sound(text, "pm_", "payment method"))


def existing_order(text: str) -> str:
    """An order's id or number, less the blanks around it; raises the 404 problem for what can be neither."""
    return _sound(text.strip(_BLANKS), "", "order")


def existing_event(text: str) -> EventId:
    """The id of an event; raises the 404 problem for what can be none."""
    return EventId(_sound(text, "evt_", "event"))


def _sound(text: str, prefix: str, what: str) -> str:
    if not text.startswith(prefix) or _SOUND.fullmatch(text) is None:
        raise Problem(kinds.NOT_FOUND, f"There is no such {what}.")
    return text
