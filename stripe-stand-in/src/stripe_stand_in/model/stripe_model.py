"""A model of Stripe: stateful, deterministic by clock and seed, with Stripe's failures on demand."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.acts import Acts
from stripe_stand_in.model.account.deliveries import Deliveries, Delivery
from stripe_stand_in.model.account.event_faults import EventFaults
from stripe_stand_in.model.account.random_sequence import RandomSequence
from stripe_stand_in.model.account.settings import AccountSettings
from stripe_stand_in.model.account.totals import AccountTotals
from stripe_stand_in.model.api.api import Api
from stripe_stand_in.model.api.api_keys import ApiKeys
from stripe_stand_in.model.api.faults import RequestFaults
from stripe_stand_in.model.api.http import ApiResponse
from stripe_stand_in.model.api.idempotency import IdempotencyKeys
from stripe_stand_in.model.api.versions import NEWEST, parse_version
from stripe_stand_in.model.resources import webhook_endpoints


class StripeModel(Acts):
    """One Stripe account in memory.

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
        self._account = Account(clock, seed, settings)
        sequence = RandomSequence(seed)
        self.faults = RequestFaults(sequence, EventFaults(sequence))
        self._deliveries = Deliveries(self._account, self.faults.events)
        self._account.on_event = self._deliveries.enqueue
        self._account.add_signing_secret = self._deliveries.add_signing_secret
        self._account.resend = self._deliveries.resend
        self._api = Api(
            self._account,
            ApiKeys(secret_key, publishable_key),
            IdempotencyKeys(settings.idempotency_keys_kept_for),
            self.faults,
        )
        self.totals = AccountTotals(self._account, self._api.served)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> ApiResponse:
        """Answers one HTTP request; `path` holds the query string. Raises `ResponseLost` where that was planned."""
        return self._api.handle(method.upper(), path, headers, body)

    def next_effect_at(self) -> float | None:
        """Returns when the next scheduled effect is due, in seconds since 1970."""
        return self._account.schedule.next()

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
        return self._deliveries.due(limit, excluding)

    def delivered(self, delivery_id: str, status: int | None) -> None:
        """Reports an attempt: its HTTP status, None without a response. Anything but 2xx is tried again later."""
        self._deliveries.report(delivery_id, status)

    def next_delivery_at(self, excluding: Container[str] = ()) -> float | None:
        """Returns when the next attempt is due, without the ids in `excluding`; None with nothing else to send."""
        return self._deliveries.next(excluding)
