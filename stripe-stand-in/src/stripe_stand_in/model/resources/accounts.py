"""The account, which tools retrieve when they start."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/account"""
    del request
    return {
        "id": "acct_1TillStandInAcct",
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
