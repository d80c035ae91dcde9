"""What an answer holds that may not be stored: taken out before it is kept, put in again when it is replayed."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from application.checkout.show_payment import ShownPayment

Reveal: TypeAlias = Callable[[dict[str, Any]], Awaitable[ShownPayment]]
_WITHHELD: Final = "clientSecret"
_ACTION: Final = "nextAction"
_ADDRESS: Final = "redirectUrl"  # a bank's page is asked for with the client secret in its address


def _without_secrets(body: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in body.items() if name != _WITHHELD or value is None}
    if isinstance(action := kept.get(_ACTION), dict):
        kept[_ACTION] = {name: value for name, value in action.items() if name != _ADDRESS}
    return kept


def _reveal_in(body: dict[str, Any], shown: ShownPayment) -> None:
    body[_WITHHELD] = shown.client_secret
    action, now = body.get(_ACTION), shown.next_action
    if action is not None and now is not None and now.type == action["type"] and now.redirect_url is not None:
        action[_ADDRESS] = now.redirect_url
