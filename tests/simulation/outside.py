"""How the store, the mail server and the shop's own systems fail."""

from __future__ import annotations

from random import Random

from adapters.in_memory.system.intercepted import Call
from application.ports.mail.alerts_webhook import PostUnavailable
from application.ports.mail.mailer import MailUnavailable
from application.ports.shop.webhooks import NotDelivered
from application.ports.storage.failures import StoreUnavailable

_ANSWERS = ("status 500", "status 410", "status 302", "timeout", "ClientResponseError", "ServerDisconnectedError")
"""What a receiver answers that is slow, down, broken or says that it is gone for good."""


def failure(call: Call) -> Exception:
    """What a call of the store, the mail server or the chat ends in that is out of reach."""
    match call.port:
        case "mailer":
            return MailUnavailable("out of reach")
        case "chat":
            return PostUnavailable("out of reach")
        case _:
            return StoreUnavailable("out of reach")


def shops_answer(call: Call, chance: Random, odds: float) -> NotDelivered | None:
    """Why an event is not delivered; None where nothing goes wrong, and of every other call."""
    if call.port != "receivers" or not odds or chance.random() >= odds:
        return None
    return NotDelivered(chance.choice(_ANSWERS))
