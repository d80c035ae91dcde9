"""An account that is served: its objects, its webhook deliveries and its API."""

from collections.abc import Callable
from dataclasses import dataclass

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.deliveries import Deliveries
from stripe_stand_in.model.account.settings import AccountSettings
from stripe_stand_in.model.api.api import Api
from stripe_stand_in.model.api.api_keys import ApiKeys
from stripe_stand_in.model.api.faults import RequestFaults
from stripe_stand_in.model.api.idempotency import IdempotencyKeys


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """One account with everything that serves it."""

    account: Account
    deliveries: Deliveries
    api: Api

    @classmethod
    def of(
        cls, clock: Callable[[], float], seed: int, settings: AccountSettings, keys: ApiKeys, faults: RequestFaults
    ) -> "OpenedAccount":
        """Opens an empty account with these keys."""
        account = Account(clock, seed, settings)
        deliveries = Deliveries(account, faults.events)
        account.on_event = deliveries.enqueue
        account.add_signing_secret = deliveries.add_signing_secret
        account.resend = deliveries.resend
        idempotency = IdempotencyKeys(settings.idempotency_keys_kept_for)
        return cls(account, deliveries, Api(account, keys, idempotency, faults))
