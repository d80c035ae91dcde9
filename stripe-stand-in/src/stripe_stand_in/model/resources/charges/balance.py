"""The account's balance and its transactions."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import EXPAND, LISTING, Fields, NotOffered, Text, TimeRange

LIST = Fields(
    **LISTING,
    created=TimeRange(),
    currency=Text(),
    payout=NotOffered("there are no payouts"),
    source=Text(),
    type=Text(),
)

PERCENT, FIXED = 29, 30
"""Stripe's card fee in the US: 2.9 % and 30 of the minor unit."""
CLEARS_AFTER = 2 * 86400


def fee_of(amount: int) -> int:
    """Returns the fee for charging `amount`."""
    return (amount * PERCENT + 500) // 1000 + FIXED


def add_transaction(
    account: Account, kind: str, source: str, amount: int, currency: str, *, fee: int = 0, category: str | None = None
) -> str:
    """Adds a balance transaction of `amount` (negative: out) and returns its id."""
    transaction: StripeObject = {
        "id": account.new_id("txn"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": account.timestamp + (CLEARS_AFTER if amount > 0 else 0),
        "balance_type": "payments",
        "created": account.timestamp,
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
    account.balance_transactions.add(transaction)
    return str(transaction["id"])


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/balance_transactions/{id}"""
    return _with_status(account, account.balance_transactions.find(request.path_args["id"]))


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/balance_transactions"""
    found = account.balance_transactions.page(request, "/v1/balance_transactions")
    return {**found, "data": [_with_status(account, each) for each in found["data"]]}


def balance(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/balance"""
    del request
    sums: dict[str, dict[str, int]] = {"available": {}, "pending": {}}
    for each in account.balance_transactions:
        sums_of = sums[_with_status(account, each)["status"]]
        sums_of[each["currency"]] = sums_of.get(each["currency"], 0) + each["net"]
    return {"object": "balance", "livemode": False} | {
        status: [
            {"amount": amount, "currency": currency, "source_types": {"card": amount}}
            for currency, amount in (found or {account.settings.currency: 0}).items()
        ]
        for status, found in sums.items()
    }


def _with_status(account: Account, transaction: StripeObject) -> StripeObject:
    return {**transaction, "status": "available" if transaction["available_on"] <= account.now else "pending"}


OPERATIONS = (
    Operation("GET", "/v1/balance", balance, Fields(expand=EXPAND)),
    Operation("GET", "/v1/balance_transactions", page, LIST),
    Operation("GET", "/v1/balance_transactions/{id}", retrieve),
)
