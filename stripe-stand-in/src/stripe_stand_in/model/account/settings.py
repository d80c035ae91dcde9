"""The account's settings, and how fast banks and networks act."""

from dataclasses import dataclass

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettings:
    """Times are seconds."""

    default_api_version: str = "2022-11-15"
    action_url: str = "http://127.0.0.1:12111"
    currency: str = "usd"
    country: str = "US"
    settle_after: float = 3 * MINUTE
    """How long a bank debit stays processing."""
    refund_settles_after: float = 5.0
    """When a pending refund succeeds, or a test card's refund fails."""
    balance_after: float = 1.0
    """When a charge captured with automatic_async gets its balance transaction."""
    authorization_expires_after: float = 7 * DAY
    challenge_expires_after: float = DAY
    idempotency_keys_kept_for: float = DAY
    search_lags_by: float = 20.0
    """How old a payment intent is before search finds it; Stripe says under a minute."""
    uses_microdeposits: bool = False
    """Whether bank accounts are verified by microdeposits; otherwise the card form counts as instant verification."""
    uncaptured_shown_as_refund: bool = False
    """Whether what a partial capture, a cancellation or an expiry releases is shown as a refund of its charge, as
    Stripe has shown it to older integrations."""
    blocks_highest_risk: bool = True
    """Whether Radar blocks payments of the highest risk, which is its default rule."""
    reviews_elevated_risk: bool = False
    """Whether a rule of Radar for Fraud Teams opens a review of payments of elevated or highest risk."""
    confirmation_limit: int = 50
    """Stripe's limit varies and is not published."""
    retry_after: tuple[float, ...] = (
        5.0,
        30.0,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        24 * HOUR,
        30 * HOUR,
    )
    """Delays between webhook attempts, some three days in all, as in live mode."""
