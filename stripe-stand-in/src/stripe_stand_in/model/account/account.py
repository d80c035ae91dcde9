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
"""For each byte a letter or digit, so that a digest can be read as one."""


@dataclass(slots=True)
class Instrument:
    """What Stripe knows of a payment method and does not show."""

    behaviour: Behaviour
    spent: bool = False
    """Used without an owner, or taken from one: never usable again."""
    set_up: bool = False
    mandate: str | None = None


@dataclass(slots=True)
class Course:
    """What Stripe remembers of an intent's way between calls and does not show."""

    return_url: str | None = None
    off_session: bool = False
    confirmations: int = 0
    challenge: int = 0
    authenticated: bool = False


@dataclass(slots=True)
class Origin:
    """The request that events are told to come from; none while effects ripen by themselves."""

    request_id: str | None = None
    idempotency_key: str | None = None


@dataclass(slots=True)
class Account:
    """Everything an account holds.

    `listen` hears of each event, `trust` of each endpoint's secret, `resend` of an event that is wanted once more.
    """

    clock: Callable[[], float]
    seed: int
    settings: AccountSettings
    schedule: Schedule = field(default_factory=Schedule)
    origin: Origin = field(default_factory=Origin)
    listen: Callable[[StripeObject], None] = lambda _: None
    trust: Callable[[str, str], None] = lambda _endpoint, _secret: None
    resend: Callable[[StripeObject, str], None] = lambda _event, _endpoint: None
    minted: int = 0
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
    tokens: ObjectStore = field(default_factory=partial(ObjectStore, "token"))
    instruments: dict[str, Instrument] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    vault: dict[str, StripeObject] = field(default_factory=dict)
    """The cards that tokens stand for, as they were given."""

    @property
    def now(self) -> float:
        """The moment that is being lived: the clock's, or that of the effect that ripens."""
        moment = self.schedule.moment
        return self.clock() if moment is None else moment

    @property
    def stamp(self) -> int:
        """Now, as Stripe writes times."""
        return int(self.now)

    def draw(self, length: int) -> str:
        """The next `length` (up to 64) letters and digits of this account's sequence."""
        self.minted += 1
        digest = blake2b(f"{self.seed}:{self.minted}".encode(), digest_size=length).digest()
        return digest.translate(LETTERS).decode()

    def mint(self, prefix: str) -> str:
        """A new id, in Stripe's shape."""
        return f"{prefix}_{self.draw(14 if prefix == 'cus' else 24)}"

    def after(self, seconds: float, effect: Callable[[], None]) -> None:
        """Have `effect` ripen `seconds` from now."""
        self.schedule.at(self.now + seconds, effect)

    def store(self, kind: str) -> ObjectStore:
        """The shelf of an object's kind, named as in its `object` field."""
        store: ObjectStore = getattr(self, STORES[kind])
        return store

    def owner(self, call: ApiRequest) -> str | None:
        """The id of the live customer the call names, if it names one."""
        given = call.given.get("customer")
        if given is None:
            return None
        return str(self.existing_customer(given, "customer")["id"])

    def named_customer(self, call: ApiRequest) -> None:
        """Refuse a list for a customer there never was."""
        if "customer" in call.given:
            self.customers.find(call.given["customer"], "customer")

    def existing_customer(self, identity: str, param: str) -> StripeObject:
        """The customer, unless there is none or it was deleted."""
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
