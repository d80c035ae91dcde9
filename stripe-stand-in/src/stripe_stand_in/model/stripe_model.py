"""A model of Stripe: stateful, deterministic by clock and seed, with Stripe's failures on demand."""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2s

from stripe_stand_in.model.account.acts import Acts
from stripe_stand_in.model.account.deliveries import Delivery
from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.opened import OpenedAccount
from stripe_stand_in.model.account.random_sequence import RandomSequence
from stripe_stand_in.model.account.settings import AccountSettings
from stripe_stand_in.model.account.totals import AccountTotals
from stripe_stand_in.model.api.api_keys import ApiKeys, presented_key
from stripe_stand_in.model.api.faults import RequestFaults
from stripe_stand_in.model.api.http import ApiResponse
from stripe_stand_in.model.api.versions import NEWEST, parse_version
from stripe_stand_in.model.resources import webhook_endpoints

KEY_PARAMETER = re.compile(r"(?:^|[?&])key=(pk_test_\w+)")


class StripeModel(Acts):
    """Stripe in memory: the account of the given keys, and an empty account of its own for every other `sk_test_` key.

    Acts, totals and `register_endpoint` are about the account of the given keys.

    Everything that changes its state goes through `handle` or another public method with plain arguments: the same
    calls at the same times, with the same seed, lead to the same state. `clock` gives seconds since 1970 and may not
    run backwards. `faults` injects faults, `totals` sums up the account for tests.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        seed: int = 0,
        secret_key: str = "sk_test_till_stand_in_secret_key",  # noqa: S107
        publishable_key: str = "pk_test_till_stand_in_publishable_key",
        default_api_version: str | None = None,
        action_url: str | None = None,
        settings: AccountSettings | None = None,
    ) -> None:
        settings = settings or AccountSettings()
        if default_api_version is not None:
            settings = replace(settings, default_api_version=parse_version(default_api_version))
        if action_url is not None:
            settings = replace(settings, action_url=action_url)
        self.secret_key, self.publishable_key = secret_key, publishable_key
        self._seed = seed
        sequence = RandomSequence(seed)
        self.faults = RequestFaults(sequence, EventFaults(sequence))
        self._keys = ApiKeys(secret_key, publishable_key)
        main = OpenedAccount.of(clock, seed, settings, self._keys, self.faults)
        self._account, self._deliveries, self._api = main.account, main.deliveries, main.api
        self._main = main
        self._others: dict[str, OpenedAccount] = {}
        self.totals = AccountTotals(self._account, self._api.served)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> ApiResponse:
        """Answers one HTTP request; `path` holds the query string. Raises `ResponseLost` where that was planned."""
        lowered = {name.lower(): value for name, value in headers.items()}
        opened = self._opened_by(presented_key(lowered) or _key_parameter(path, body))
        return opened.api.handle(method.upper(), path, lowered, body)

    def restrict_key(self, key: str, permissions: Sequence[str]) -> None:
        """Gives a restricted key (`rk_test_…`) exactly these permissions, such as `rak_charge_write`."""
        if not key.startswith("rk_test_"):
            raise ValueError("a restricted key begins with rk_test_")
        self._keys.restricted[key] = frozenset(permissions)

    def advance(self) -> None:
        """Runs the scheduled effects that are due; requests and acts do so too."""
        for each in self._opened():
            each.account.schedule.run(each.account.clock())

    def next_effect_at(self) -> float | None:
        """Returns when the next scheduled effect is due, in seconds since 1970."""
        return _earliest(each.account.schedule.next() for each in self._opened())

    def register_endpoint(
        self,
        url: str,
        secret: str,
        enabled_events: Sequence[str] = ("*",),
        api_version: str | None = NEWEST,
    ) -> str:
        """Sends events to `url`, signed with `secret`; registering the same again changes nothing. Returns its id."""
        for endpoint in self._account.webhook_endpoints:
            if (
                endpoint["url"] == url
                and self._deliveries.has_secret(endpoint["id"], secret)
                and not endpoint.get("deleted")
            ):
                return str(endpoint["id"])
        version = None if api_version is None else parse_version(api_version)
        return str(webhook_endpoints.add(self._account, url, secret, list(enabled_events), version)["id"])

    def roll_secret(self, endpoint_id: str, secret: str) -> None:
        """Signs with a new secret; the old one signs beside it for another day."""
        self._deliveries.add_signing_secret(endpoint_id, secret)

    def deliveries_due(self, limit: int | None = None, excluding: Container[str] = ()) -> Sequence[Delivery]:
        """Returns the webhook requests to send now, signed now. Each stays due until `delivered` reports it.

        At most `limit`, without the ids in `excluding`, which may be in flight already.
        """
        self.advance()
        due = [delivery for each in self._opened() for delivery in each.deliveries.due(limit, excluding)]
        return due[:limit]

    def delivered(self, delivery_id: str, status: int | None) -> None:
        """Reports an attempt: its HTTP status, None without a response. Anything but 2xx is tried again later."""
        for each in self._opened():
            each.deliveries.report(delivery_id, status)

    def next_delivery_at(self, excluding: Container[str] = ()) -> float | None:
        """Returns when the next attempt is due, without the ids in `excluding`; None with nothing else to send."""
        return _earliest(each.deliveries.next(excluding) for each in self._opened())

    def _opened(self) -> Sequence[OpenedAccount]:
        return (self._main, *self._others.values())

    def _opened_by(self, key: str | None) -> OpenedAccount:
        kind, name = (key or "")[:8], (key or "")[8:]
        if not name or key in (self.secret_key, self.publishable_key):
            return self._main
        if kind == "sk_test_" and name not in self._others:
            seed = int.from_bytes(blake2s(f"{self._seed} {name}".encode(), digest_size=6).digest(), "big")
            keys = ApiKeys(f"sk_test_{name}", f"pk_test_{name}")
            self._others[name] = OpenedAccount.of(self._account.clock, seed, self._account.settings, keys, self.faults)
        return self._others.get(name, self._main) if kind in ("sk_test_", "pk_test_") else self._main


def _key_parameter(path: str, body: bytes) -> str | None:
    """Returns the publishable key that a browser sends as a parameter."""
    found = KEY_PARAMETER.search(path) or KEY_PARAMETER.search(body.decode("latin-1"))
    return found[1] if found else None


def _earliest(moments: Iterable[float | None]) -> float | None:
    return min((moment for moment in moments if moment is not None), default=None)
