"""The account, which tools retrieve when they start."""

from collections.abc import Mapping

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation

ACCOUNT_ID = "acct_1TillStandInAcct"


def check_account_headers(headers: Mapping[str, str]) -> None:
    """Refuses a request on behalf of another account: Connect is not offered."""
    for name in ("stripe-account", "stripe-context"):
        named = headers.get(name)
        if named not in (None, "", ACCOUNT_ID):
            raise ApiError(
                403,
                f"The provided key does not have access to account '{named}' (or that account does not exist): the "
                f"stand-in does not offer Connect, so the header {name.title()} can't name another account.",
                code="account_invalid",
                executed=False,
            )


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/account"""
    del request
    return {
        "id": ACCOUNT_ID,
        "object": "account",
        "business_profile": {"name": "Till stand-in", "url": None},
        "charges_enabled": True,
        "country": account.settings.country,
        "default_currency": account.settings.currency,
        "details_submitted": True,
        "email": None,
        "payouts_enabled": True,
        "settings": {"dashboard": {"display_name": "Till stand-in", "timezone": "Etc/UTC"}},
        "type": "standard",
    }


OPERATIONS = (Operation("GET", "/v1/account", retrieve),)
