"""Opening an account: a new one begins its books, one that has books goes on where they end."""

from collections.abc import Callable
from hashlib import blake2s

from stripe_stand_in.model import AccountSettings
from stripe_stand_in.web.dashboard.owner import Owner
from stripe_stand_in.web.options import StandInOptions
from stripe_stand_in.web.storage.journal import Entry, Journal, JournalUnreadable
from stripe_stand_in.web.storage.persistent_account import HeldClock, KeptAccount
from stripe_stand_in.web.storage.persistent_model import LastingModel

OPENED = "opened"

SEEDED = "seeded_with"
"""Marks the endpoint that came with the sandbox, and by a digest the secret it was given."""


def open_account(books: Journal, options: StandInOptions, now: Callable[[], float]) -> KeptAccount:
    """The account of these books, relived. Raises JournalUnreadable.

    Its ids and secrets are drawn from a seed that no two accounts share and nobody without the secret key can guess.
    """
    entries = books.read()
    first = next(entries, None)
    if first is None:
        seed = int.from_bytes(blake2s(f"{options.secret_key} {now()}".encode(), digest_size=6).digest(), "big")
        first = Entry(now(), OPENED, {"seed": seed})
        books.write(first)
    elif first.act != OPENED:
        raise JournalUnreadable("the first line of the books does not open an account")
    clock = HeldClock()
    clock.move(first.at)
    model = LastingModel(
        secret_key=options.secret_key, publishable_key=options.publishable_key, clock=clock, seed=first.args["seed"]
    )
    account = KeptAccount(model, clock, now, books)
    for entry in entries:
        account.replay(entry)
    account.configure(
        AccountSettings(
            action_url=options.origin,
            retry_after=options.retry_after,
            settle_after=options.settle_after,
            refund_settles_after=options.refund_settles_after,
        )
    )
    seed_endpoint(account, options)
    return account


def seed_endpoint(account: KeptAccount, options: StandInOptions) -> None:
    """See that the shop's webhook endpoint is there, under today's URL; what waits for it goes to that URL too."""
    if options.webhook_url is None or options.webhook_secret is None:
        return
    owner = Owner(account, options.secret_key)
    mark = blake2s(options.webhook_secret.encode(), digest_size=8).hexdigest()
    endpoints, _ = owner.newest("/v1/webhook_endpoints", None)
    found = next((each for each in endpoints if SEEDED in each["metadata"]), None)
    if found is None:
        identity = account.act("register_endpoint", url=options.webhook_url, secret=options.webhook_secret)
    elif (found["url"], found["metadata"][SEEDED]) == (options.webhook_url, mark):
        return
    else:
        identity = found["id"]
        if found["metadata"][SEEDED] != mark:
            account.act("roll_secret", endpoint_id=identity, secret=options.webhook_secret)
    owner.post(f"/v1/webhook_endpoints/{identity}", **{"url": options.webhook_url, f"metadata[{SEEDED}]": mark})
