"""One Stripe account: its objects, its clock, its ids, and the log of what happened to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from stripe_stand_in.model.account.schedule import Schedule
from stripe_stand_in.model.account.settings import AccountSettings
from stripe_stand_in.model.account.store import ObjectStore
from stripe_stand_in.model.api.errors import missing
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.data.test_cards import Behaviour

ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LETTERS = bytes(ALPHABET[byte % len(ALPHABET)] for byte in range(256))
"""Maps each byte to a letter or digit, so that a digest can serve as an id."""


@dataclass(slots=True)
class MethodState:
    """The state of a payment method that the API does not show."""

    behaviour: Behaviour
    consumed: bool = False
    """Used without a customer, or detached from one: never usable again."""
    set_up: bool = False
    verified: bool = False
    """Whether microdeposits have shown that a bank account is its holder's."""
    mandate: str | None = None


@dataclass(slots=True)
class ConfirmationState:
    """The state of an intent's confirmations that the API does not show."""

    return_url: str | None = None
    off_session: bool = False
    confirmations: int = 0
    challenge: int = 0
    deposit_attempts: int = 0
    shipping_by_server: bool = False
    """Whether a secret key set the shipping details, so that a browser can't change them."""
    authenticated: bool = False


@dataclass(slots=True)
class EventRequest:
    """The request that causes the events being recorded; empty while scheduled effects run."""

    request_id: str | None = None
    idempotency_key: str | None = None


@dataclass(slots=True)
class Account:
    """Everything an account holds.

    `on_event` is called with each event, `add_signing_secret` with each endpoint's secret, `resend` with an event and
    the endpoint that should get it again.
    """

    clock: Callable[[], float]
    seed: int
    settings: AccountSettings
    schedule: Schedule = field(default_factory=Schedule)
    event_request: EventRequest = field(default_factory=EventRequest)
    on_event: Callable[[StripeObject], None] = lambda _: None
    add_signing_secret: Callable[[str, str], None] = lambda _endpoint, _secret: None
    resend: Callable[[StripeObject, str], None] = lambda _event, _endpoint: None
    ids_drawn: int = 0
    customers: ObjectStore = field(default_factory=partial(ObjectStore, "customer", "email"))
    payment_methods: ObjectStore = field(default_factory=partial(ObjectStore, "PaymentMethod", "customer"))
    payment_intents: ObjectStore = field(default_factory=partial(ObjectStore, "payment_intent", "customer"))
    setup_intents: ObjectStore = field(
        default_factory=partial(ObjectStore, "setup_intent", "customer", "payment_method")
    )
    setup_attempts: ObjectStore = field(default_factory=partial(ObjectStore, "setup_attempt", "setup_intent"))
    mandates: ObjectStore = field(default_factory=partial(ObjectStore, "mandate", "payment_method"))
    charges: ObjectStore = field(default_factory=partial(ObjectStore, "charge", "payment_intent", "customer"))
    refunds: ObjectStore = field(default_factory=partial(ObjectStore, "refund", "charge", "payment_intent"))
    disputes: ObjectStore = field(default_factory=partial(ObjectStore, "dispute", "charge", "payment_intent"))
    reviews: ObjectStore = field(default_factory=partial(ObjectStore, "review", "payment_intent", "charge"))
    warnings: ObjectStore = field(
        default_factory=partial(ObjectStore, "early_fraud_warning", "charge", "payment_intent")
    )
    balance_transactions: ObjectStore = field(
        default_factory=partial(ObjectStore, "balance_transaction", "source", "currency", "type")
    )
    webhook_endpoints: ObjectStore = field(default_factory=partial(ObjectStore, "webhook_endpoint"))
    events: ObjectStore = field(default_factory=partial(ObjectStore, "event"))
    payment_method_domains: ObjectStore = field(
        default_factory=partial(ObjectStore, "payment_method_domain", "domain_name")
    )
    tokens: ObjectStore = field(default_factory=partial(ObjectStore, "token"))
    method_states: dict[str, MethodState] = field(default_factory=dict)
    confirmation_states: dict[str, ConfirmationState] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)
    """Ids of the refunds that show the release of an authorization, not money that was returned."""
    vault: dict[str, StripeObject] = field(default_factory=dict)
    """The card data behind each token, as the caller gave it."""

    @property
    def now(self) -> float:
        """The current time: the clock's, or the due time of the scheduled effect that is running."""
        moment = self.schedule.moment
        return self.clock() if moment is None else moment

    @property
    def timestamp(self) -> int:
        """The current time in whole seconds, as Stripe writes times."""
        return int(self.now)

    def random_text(self, length: int) -> str:
        """Returns the next `length` (up to 64) letters and digits of this account's sequence."""
        self.ids_drawn += 1
        digest = blake2b(f"{self.seed}:{self.ids_drawn}".encode(), digest_size=length).digest()
        return digest.translate(LETTERS).decode()

    def new_id(self, prefix: str) -> str:
        """Returns a new id in Stripe's format."""
        return f"{prefix}_{self.random_text(14 if prefix == 'cus' else 24)}"

    def after(self, seconds: float, effect: Callable[[], None]) -> None:
        """Schedules `effect` to run `seconds` from now."""
        self.schedule.at(self.now + seconds, effect)

    def store(self, kind: str) -> ObjectStore:
        """Returns the store of the objects whose `object` field is `kind`."""
        store: ObjectStore = getattr(self, STORES[kind])
        return store

    def owner(self, request: ApiRequest) -> str | None:
        """Returns the id of the customer that the request names, or None; a deleted one is refused."""
        params = request.params.get("customer")
        if params is None:
            return None
        return str(self.existing_customer(params, "customer")["id"])

    def named_customer(self, request: ApiRequest) -> None:
        """Refuses a list filtered by a customer that never existed."""
        if "customer" in request.params:
            self.customers.find(request.params["customer"], "customer")

    def existing_customer(self, identity: str, param: str) -> StripeObject:
        """Returns the customer; refuses an unknown or deleted one."""
        customer = self.customers.find(identity, param)
        if customer.get("deleted"):
            raise missing("customer", identity, param)
        return customer


STORES = {
    "customer": "customers",
    "payment_method": "payment_methods",
    "payment_intent": "payment_intents",
    "setup_intent": "setup_intents",
    "setup_attempt": "setup_attempts",
    "mandate": "mandates",
    "charge": "charges",
    "refund": "refunds",
    "dispute": "disputes",
    "review": "reviews",
    "early_fraud_warning": "warnings",
    "balance_transaction": "balance_transactions",
    "webhook_endpoint": "webhook_endpoints",
    "event": "events",
}
