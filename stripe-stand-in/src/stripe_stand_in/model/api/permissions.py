"""Permissions of restricted keys: which one each operation needs."""

from collections.abc import Collection

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.model.api.operation import Operation

RESOURCES = {
    "account": "accounts_kyc_basic",
    "balance": "balance",
    "balance_transactions": "balance_transaction_source",
    "charges": "charge",
    "customer_sessions": "customer_session",
    "customers": "customer",
    "disputes": "dispute",
    "events": "event",
    "mandates": "mandate",
    "payment_intents": "payment_intent",
    "payment_method_domains": "payment_method_domain",
    "payment_methods": "payment_method",
    "radar": "early_fraud_warning",
    "refunds": "charge",
    "reviews": "review",
    "setup_intents": "setup_intent",
    "tokens": "token",
    "webhook_endpoints": "webhook",
}
"""By the first segment of a path after /v1: the resource in the permission's name. Refunds belong to charges."""


def permission_of(operation: Operation) -> str:
    """Returns the permission that the operation needs, such as `rak_charge_write`."""
    segments = operation.path.removeprefix("/v1/").split("/")
    resource = "payment_methods" if "payment_methods" in segments else segments[0]
    return f"rak_{RESOURCES[resource]}_{'read' if operation.method == 'GET' else 'write'}"


def check_permission(operation: Operation, permissions: Collection[str], masked_key: str, account_id: str) -> None:
    """Refuses an operation that none of the key's permissions allows; a write permission includes reading."""
    needed = permission_of(operation)
    if needed in permissions or needed.replace("_read", "_write") in permissions:
        return
    raise ApiError(
        403,
        f"The provided key '{masked_key}' does not have the required permissions for this endpoint on account "
        f"'{account_id}'. Having the '{needed}' permission would allow this request to continue.",
        executed=False,
    )
