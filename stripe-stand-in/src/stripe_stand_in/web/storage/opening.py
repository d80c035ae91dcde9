"""Opens an account: creates a new one, or replays the journal of an existing one."""

from collections.abc import Callable
from hashlib import blake2s

from stripe_stand_in.model import AccountSettings
from stripe_stand_in.web.dashboard.account_api import AccountApi
from stripe_stand_in.web.options import StandInOptions
from stripe_stand_in.web.storage.journal import Entry, Journal, JournalUnreadable
from stripe_stand_in.web.storage.persistent_account import PersistentAccount, SteppedClock
from stripe_stand_in.web.storage.persistent_model import PersistentModel

OPENED = "opened"

SEEDED = "seeded_with"
"""Metadata key of the endpoint from the command line; its value is a digest of the endpoint's secret."""


def open_account(journal: Journal, options: StandInOptions, now: Callable[[], float]) -> PersistentAccount:
    """Returns the journal's account, replayed. Raises JournalUnreadable.

    Its ids and secrets come from a seed that differs for each account and can't be guessed without the secret key.
    """
    entries = journal.read()
    first = next(entries, None)
    if first is None:
        seed = int.from_bytes(blake2s(f"{options.secret_key} {now()}".encode(), digest_size=6).digest(), "big")
        first = Entry(now(), OPENED, {"seed": seed})
        journal.write(first)
    elif first.act != OPENED:
        raise JournalUnreadable("the first line of the journal does not open an account")
    clock = SteppedClock()
    clock.move(first.at)
    model = PersistentModel(
        secret_key=options.secret_key, publishable_key=options.publishable_key, clock=clock, seed=first.args["seed"]
    )
    account = PersistentAccount(model, clock, now, journal)
    for entry in entries:
        account.replay(entry)
    account.configure(
        AccountSettings(
            action_url=options.origin,
            retry_after=options.retry_after,
            settle_after=options.settle_after,
            refund_settles_after=options.refund_settles_after,
            uses_microdeposits=options.uses_microdeposits,
            uncaptured_shown_as_refund=options.uncaptured_shown_as_refund,
            reviews_elevated_risk=options.reviews_elevated_risk,
        )
    )
    seed_endpoint(account, options)
    return account


def seed_endpoint(account: PersistentAccount, options: StandInOptions) -> None:
    """Creates or updates the endpoint from the command line; pending deliveries go to its current URL."""
    if options.webhook_url is None or options.webhook_secret is None:
        return
    api = AccountApi(account, options.secret_key)
    mark = blake2s(options.webhook_secret.encode(), digest_size=8).hexdigest()
    endpoints, _ = api.newest("/v1/webhook_endpoints", None)
    found = next((each for each in endpoints if SEEDED in each["metadata"]), None)
    if found is None:
        identity = account.act("register_endpoint", url=options.webhook_url, secret=options.webhook_secret)
    elif (found["url"], found["metadata"][SEEDED]) == (options.webhook_url, mark):
        return
    else:
        identity = found["id"]
        if found["metadata"][SEEDED] != mark:
            account.act("roll_secret", endpoint_id=identity, secret=options.webhook_secret)
    api.post(f"/v1/webhook_endpoints/{identity}", **{"url": options.webhook_url, f"metadata[{SEEDED}]": mark})
