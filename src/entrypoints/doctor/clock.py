"""Whether this machine's clock agrees with Stripe's: webhook signatures are valid for five minutes either way."""

import time
from email.utils import parsedate_to_datetime

import aiohttp

from entrypoints.doctor.finding import Finding
from entrypoints.doctor.stripe_account import STRIPE
from entrypoints.settings import Settings

_REPORTED = 30.0  # seconds: a tenth of the tolerance, long before anything is refused
_TIMEOUT = aiohttp.ClientTimeout(total=10)


async def examine_clock(settings: Settings) -> list[Finding]:
    """Compares with the Date of one of Stripe's answers, to within a second or two."""
    try:
        async with aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=True) as session:
            asked = time.time()
            async with session.get(f"{settings.stripe.api_base or STRIPE}/v1") as answer:
                theirs = parsedate_to_datetime(answer.headers.get("Date", "")).timestamp()
            ours = (asked + time.time()) / 2
    except (aiohttp.ClientError, TimeoutError, ValueError):
        # The examination of Stripe reports that it does not answer.
        return []
    return skew_between(ours, theirs)


def skew_between(ours: float, theirs: float) -> list[Finding]:
    """Compares two times in seconds since 1970."""
    skew = ours - theirs
    if abs(skew) <= _REPORTED:
        return []
    direction = "ahead of" if skew > 0 else "behind"
    return [
        Finding(
            f"This machine's clock is {abs(skew):.0f} s {direction} Stripe's; from 300 s on every webhook is refused",
            "Let the machine keep its time by NTP",
        )
    ]
