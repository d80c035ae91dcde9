"""The account's balance: one transaction for every movement of money."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Fields, Moments, Text

LIST = Fields(**LISTING, created=Moments(), currency=Text(), payout=Text(), source=Text(), type=Text())

PERCENT, FIXED = 29, 30
"""Stripe's card fee in the US: 2.9 % and 30 of the minor unit."""
CLEARS_AFTER = 2 * 86400


def fee_of(amount: int) -> int:
    """The fee for charging `amount`."""
    return (amount * PERCENT + 500) // 1000 + FIXED


def move(
    account: Account, kind: str, source: str, amount: int, currency: str, *, fee: int = 0, category: str | None = None
) -> str:
    """Book a movement of `amount` (negative: out) and return its id."""
    transaction: StripeObject = {
        "id": account.mint("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": account.stamp + (CLEARS_AFTER if amount > 0 else 0),
        "balance_type": "payments",
        "created": account.stamp,
        "currency": currency,
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": (
            [
                {
                    "amount": fee,
                    "application": None,
                    "currency": currency,
                    "description": "Stripe processing fees",
                    "type": "stripe_fee",
                }
            ]
            if fee
            else []
        ),
        "net": amount - fee,
        "reporting_category": category or kind,
        "source": source,
        "status": "pending",
        "type": kind,
    }
    account.balance_transactions.put(transaction)
    return str(transaction["id"])


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/balance_transactions/{id}"""
    return _aged(account, account.balance_transactions.find(call.args["id"]))


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/balance_transactions"""
    found = account.balance_transactions.page(call, "/v1/balance_transactions")
    return {**found, "data": [_aged(account, each) for each in found["data"]]}


def balance(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/balance"""
    del call
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for each in account.balance_transactions:
        sums_of = sums[_aged(account, each)["status"]]
        sums_of[each["currency"]] = sums_of.get(each["currency"], 0) + each["net"]
    return {"object": "balance", "livemode": False} | {
        status: [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in (found or {account.settings.currency: 0}).items()
        ]
        for status, found in sums.items()
    }


def _aged(account: Account, transaction: StripeObject) -> StripeObject:
    return {**transaction, "status": "available" if transaction["available_on"] <= account.now else "pending"}


OPERATIONS = (
    Operation("GET", "/v1/balance", balance, Fields(expand=EXPAND)),
    Operation("GET", "/v1/balance_transactions", page, LIST),
    Operation("GET", "/v1/balance_transactions/{id}", retrieve),
)
