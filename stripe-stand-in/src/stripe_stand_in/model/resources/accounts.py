"""The account itself, as tools ask for it when they begin."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/account"""
    del call
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
