"""Removes secrets from an answer before it is stored and adds them again when it is replayed."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from application.checkout.link_checkout import CheckoutLink
from application.checkout.show_payment import ShownPayment

Reveal: TypeAlias = Callable[[dict[str, Any]], Awaitable[ShownPayment | CheckoutLink]]
WITHHELD: Final = "clientSecret"
"""The field that is never stored."""
_LINK: Final = ("token", "url")  # of a checkout: both open its order

_ACTION: Final = "nextAction"
_URL: Final = "redirectUrl"  # the URL of a bank's page contains the client secret


def without_secrets(body: dict[str, Any]) -> dict[str, Any]:
    """Returns the answer without its client secret and without URLs that contain it."""
    secret = (WITHHELD, *_LINK)
    kept = {name: value for name, value in body.items() if name not in secret or value is None}
    if isinstance(action := kept.get(_ACTION), dict):
        kept[_ACTION] = {name: value for name, value in action.items() if name != _URL}
    return kept


def reveal_in(body: dict[str, Any], shown: ShownPayment | CheckoutLink) -> None:
    """Adds the payment's current client secret and redirect URL, or the checkout's link, to a stored answer."""
    if isinstance(shown, CheckoutLink):
        body.update(zip(_LINK, (shown.token, shown.url), strict=True))
        return
    body[WITHHELD] = shown.client_secret
    action, now = body.get(_ACTION), shown.next_action
    if action is not None and now is not None and now.type == action["type"] and now.redirect_url is not None:
        action[_URL] = now.redirect_url
