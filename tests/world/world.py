"""The world: one Stripe, one database, one mail server, one clock, and any number of processes of Till."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from dependency_injector import providers

from adapters.in_memory.mail.chat import Chat
from adapters.in_memory.mail.mailbox import MailBox
from adapters.in_memory.shop.receivers import Receivers
from adapters.in_memory.stores.all_stores import InMemoryStores
from adapters.in_memory.system.clock import START, VirtualClock
from adapters.in_memory.system.fault_reports import RecordedFaults
from adapters.in_memory.system.intercepted import Call, Hook, intercepted, nothing
from adapters.in_memory.system.request_scopes import SeededRequestScopes
from adapters.stripe.payments import StripePayments
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.in_process import InProcessClient
from application.notifications.deliver_events import DeliverEventsCommand
from application.ports.shop.webhooks import endpoint_at
from application.repair.reconcile import Source
from domain.catalog.product import Price, Product
from domain.identifiers.types import Sku
from entrypoints.container import Container
from entrypoints.settings import Settings
from entrypoints.settings.load import load_settings
from entrypoints.worker.endpoint_sender import AT_ONCE, LEASE
from stripe_stand_in.model import NEWEST, ApiResponse, StripeModel
from tests.in_memory_container import in_memory_container
from tests.world.straight import straight_calls

AUDIT_SECRET = "audit secret of a world in memory"
WEBHOOK_SECRET = "whsec_" + "w" * 32
WEBHOOK_URL = "http://till.example/api/payments/webhook"
PRODUCTS = (
    Product(
        sku=Sku("MUG"),
        name="Mug",
        prices=(Price(currency="usd", amount=1299), Price(currency="kwd", amount=1230)),
        max_quantity=9,
    ),
    Product(sku=Sku("PIN"), name="Pin", prices=(Price(currency="usd", amount=51), Price(currency="jpy", amount=1299))),
)

SHOP_ENDPOINT = endpoint_at("https://shop.example/hooks")
"""The shop's own system, which is to end with the figures of every order."""

_WORLD: ContextVar[World] = ContextVar("world")
_HOOKS: ContextVar[tuple[Hook, Hook]] = ContextVar("hooks", default=(nothing, nothing))


@contextmanager
def hooked(before: Hook, after: Hook) -> Iterator[None]:
    """What runs in here has the hooks awaited around its every call to the outside."""
    token = _HOOKS.set((before, after))
    try:
        yield
    finally:
        _HOOKS.reset(token)


async def _before(call: Call) -> None:
    await _HOOKS.get()[0](call)


async def _after(call: Call) -> None:
    await _HOOKS.get()[1](call)


class _Outside:
    """Whatever stands at a path of the present world, so that the container need be built only once."""

    def __init__(self, path: str) -> None:
        self._find = attrgetter(path)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._find(_WORLD.get()), name)


def _handle(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
    world = _WORLD.get()
    world.before_request(method, path)
    return world.model.handle(method, path, headers, body)


def _handle_of_newer(method: str, path: str, headers: Mapping[str, str], body: bytes) -> ApiResponse:
    """A newer version of Till, or of the SDK in it, spells some requests differently under the same keys."""
    if method == "POST" and path in ("/v1/refunds", "/v1/customers"):
        body += b"&metadata[till_version]=2"
    return _handle(method, path, headers, body)


@cache
def _container(*, newer: bool, straight: bool) -> Container:
    model = StripeModel(clock=lambda: 0.0)
    transport = InProcessClient(_handle_of_newer if newer else _handle)
    calls = (straight_calls if straight else stripe_calls)(
        model.secret_key, transport, api_base="http://127.0.0.1:12111"
    )
    till = in_memory_container(
        world_settings(model),
        lambda name: intercepted(_Outside(f"stores.{name}"), _before, _after, name=f"stores.{name}"),
        clock=_Outside("clock"),
        fault_reports=_Outside("fault_reports"),
        request_scopes=_Outside("request_scopes"),
        mailer=intercepted(_Outside("mailer"), _before, _after, name="mailer"),
        alerts_webhook=intercepted(_Outside("chat"), _before, _after, name="chat"),
        shop_webhooks=intercepted(_Outside("receivers"), _before, _after, name="receivers"),
        stripe_calls=calls,
    )
    # The observers log each change, which would take a simulation's time.
    till.orders.override(till.stored_orders)
    till.inbox.override(till.stored_inbox)
    if newer:
        payments = StripePayments(
            calls=calls,
            clock=till.clock(),
            payment_method_types=till.settings().stripe.payment_method_types,
            statement_descriptor_suffix="TILL TWO",
        )
        till.payments.override(providers.Object(payments))
    for name in _STRIPE:
        till.providers[name].override(providers.Object(intercepted(till.providers[name](), _before, _after, name=name)))
    return till


_STRIPE = (
    *("payments", "payment_search", "captures", "customers", "payment_methods", "refunds"),
    *("event_records", "payment_records", "case_records"),
)


def world_settings(model: StripeModel) -> Settings:
    """Settings as an operator would write them."""
    return load_settings(
        {
            "ENVIRONMENT": "test",
            "STRIPE_SECRET_KEY": model.secret_key,
            "STRIPE_PUBLISHABLE_KEY": model.publishable_key,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "STRIPE_API_BASE": "http://127.0.0.1:12111",
            "PAYMENT_METHOD_TYPES": "card,us_bank_account",
            "MONGODB_URI": "mongodb://127.0.0.1:1",
            "MONGODB_DATABASE": "till",
            "JWT_SECRET": "j" * 40,
            "AUDIT_SECRET": AUDIT_SECRET,
            "PUBLIC_URL": "http://shop.example",
            "SMTP_URL": "smtp://127.0.0.1:1",
            "MAIL_FROM": "shop@shop.example",
            "ALERTS_TO": "ops@shop.example",
            "DEFAULT_CURRENCY": "usd",
            "SHOP_WEBHOOK_URL": SHOP_ENDPOINT.url,
            "SHOP_WEBHOOK_SECRET": "whsec_c2hvcCdzIHNlY3JldCBvZiBhIHdvcmxkIGluIG1lbW9yeQ==",
        }
    )


class World:
    """Everything outside Till. The one made last in a task's context is the one its processes live in.

    Its processes call Stripe through the SDK, or `straight`: the same calls at a fraction of the time.
    """

    def __init__(self, seed: int = 0, clock: VirtualClock | None = None, *, straight: bool = False) -> None:
        self.straight = straight
        self.clock = clock or VirtualClock()
        self.before_request: Callable[[str, str], None] = lambda method, path: None
        self.model = StripeModel(clock=lambda: self.clock.now().timestamp(), seed=seed)
        self.model.register_endpoint(WEBHOOK_URL, WEBHOOK_SECRET, ("*",), api_version=NEWEST)
        self.stores = InMemoryStores(AUDIT_SECRET.encode(), PRODUCTS, (SHOP_ENDPOINT.id,))
        self.mailer = MailBox()
        self.chat = Chat()
        self.receivers = Receivers()
        self.fault_reports = RecordedFaults()
        self.request_scopes = SeededRequestScopes(seed)
        _WORLD.set(self)

    @property
    def till(self) -> Container:
        """Till's use cases in this world. They keep nothing, so one container serves for all processes."""
        _WORLD.set(self)
        return _container(newer=False, straight=self.straight)

    @property
    def newer_till(self) -> Container:
        """The same of a later deploy, which asks Stripe for the same things in other words."""
        _WORLD.set(self)
        return _container(newer=True, straight=self.straight)

    async def deliver(self, till: Container, *, most: int = 1000, lost: str | None = None) -> int:
        """Bring the webhooks that are due to a process, those of the type `lost` excepted; answers how many were."""
        delivered = 0
        receive = till.receive_event()
        for delivery in self.model.deliveries_due()[:most]:
            status: int | None = 200
            if lost is not None and f'"type":"{lost}"'.encode() in delivery.body.replace(b": ", b":"):
                self.model.delivered(delivery.id, status)
                continue
            try:
                await receive(delivery.body, dict(delivery.headers).get("Stripe-Signature"))
            except self.refusals as refused:
                status = 400 if "Invalid" in type(refused).__name__ else 503
            self.model.delivered(delivery.id, status)
            delivered += 1
        return delivered

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """What a webhook may be answered with instead of 200."""
        from application.ports.storage.failures import StoreUnavailable
        from application.ports.stripe.events import InvalidEvent, InvalidSignature

        return (InvalidSignature, InvalidEvent, StoreUnavailable)

    async def work(self, till: Container) -> int:
        """One round of every duty of a worker but reconciliation; answers how much there was to do."""
        done = await till.retry_events()()
        done += await till.settle_orders()()
        done += await till.relay_notifications()()
        done += await self.send_events(till)
        return done

    async def send_events(self, till: Container, holder: str = "worker") -> int:
        """One round of a worker's sender to the shop's endpoint; answers how many events were dealt with."""
        now = self.clock.now()
        until = now + LEASE
        if not await till.leases().acquire(SHOP_ENDPOINT.id, holder, now, until):
            return 0
        done = 0
        for pending in await till.shop_outbox().pending(SHOP_ENDPOINT.id, now, AT_ONCE):
            command = DeliverEventsCommand(endpoint=SHOP_ENDPOINT, pending=pending, leased_until=until)
            done += await till.deliver_events()(command)
        return done

    async def reconcile(self, till: Container) -> list[Any]:
        """A whole reconciliation; answers the differences it mended."""
        for source in Source:
            if await self.stores.marks.get(source.mark) is None:
                await self.stores.marks.move(source.mark, START)
        reconcile = till.reconcile()
        return [found async for found in reconcile(await reconcile.next_run(), lambda what, count: None)]

    async def settle(self, *, webhooks: bool = True) -> Container:
        """Let a day and more pass with everything in order again: what was left half-done must be ended by then."""
        till = self.till
        for pause in _pauses():
            for _ in range(50):
                self.model.advance()
                busy = (await self.deliver(till) if webhooks else 0) + await self.work(till)
                if not busy:
                    break
            self.clock.advance(pause.total_seconds())
        await self.reconcile(till)
        while await self.work(till) + (await self.deliver(till) if webhooks else 0):
            pass
        return till


def _pauses() -> list[timedelta]:
    """Past every lease and back-off first, then past the day for which Stripe keeps a key."""
    seconds = [1, 16, 31, 61, 121, 301, 901, 1801, 3601, 3601, 90_000, 3601, 3601]
    return [timedelta(seconds=each) for each in seconds]
