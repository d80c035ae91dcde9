"""Shoppers and their browsers: they click twice, are declined, think better of it, and come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

from application.checkout.cancel_checkout import CancelCheckoutCommand
from application.checkout.confirm_payment import ConfirmPaymentCommand
from application.checkout.create_checkout import CreatedCheckout
from application.checkout.start_checkout import StartedCheckout
from application.payment_methods.attach_payment_method import AttachPaymentMethodCommand
from domain.customers.user import User
from domain.identifiers.types import PaymentIntentId, PaymentMethodId, RequestScope, UserId
from domain.orders.order import Contact
from domain.payments.intent import CaptureMethod
from entrypoints.container import Container
from stripe_stand_in.model import ResponseLost
from stripe_stand_in.model.api.errors import ApiError
from tests.simulation.play import LATERS, NOES, Gone, Play
from tests.world.shoppers import pay, place, start
from tests.world.shops import create, open_link

PEOPLE = tuple(
    User(id=UserId(name), email=f"{name}@customer.example", first_name=name.title(), last_name="Okafor")
    for name in ("ada", "grace", "alan")
)
CHALLENGED = "pm_card_threeDSecure2Required"


class Shopper:
    """One visit to the shop."""

    def __init__(self, play: Play, number: int) -> None:
        self.play = play
        self.user = PEOPLE[play.chance.randrange(2)]
        self.name = f"{self.user.id} {number}"
        self.quantity = play.chance.randint(1, 4)
        self.carts = 0

    async def visit(self) -> None:
        """From the cart to the order, or not."""
        play = self.play
        await play.rest(0.01, 10)
        way = play.chance.choice(play.flavour.ways)
        play.tell(self.name, f"comes to the shop: {way}")
        started = await (self.by_link(way) if way.startswith("link") else self.start())
        if started is None:
            return
        if way == "replaced":
            await play.rest(0.01, 20)
            if play.chance.random() < 0.3:
                self.pay(started, "pm_card_visa")
            self.quantity += 1
            replaced = started
            if play.chance.random() < 0.5:
                play.spawn(f"{self.name}, stale tab", self._stale_tab(replaced))
            started = await self.start(replaces=started.order.id)
            if started is None:
                return
            if replaced.order.intent.id is not None:
                play.ledger.canceled.append(replaced.order.intent.id)
            way = "card"
        await play.rest(0.01, 20)
        intent = started.order.intent.id or PaymentIntentId("")
        await self._by(way, started, intent)
        if way in ("abandoned", "canceled"):
            return
        for _ in range(play.chance.choice((1, 1, 2))):
            if play.chance.random() < play.flavour.places:
                await play.rest(0.01, 15)
                await self._place(intent)

    async def start(self, replaces: str | None = None) -> StartedCheckout | None:
        """Begin a checkout, perhaps by a double click."""
        play = self.play
        self.carts += 1
        request_scope = f"checkout {self.name} {self.carts}"
        quantity = self.quantity

        async def act(till: Container) -> StartedCheckout:
            play.ledger.checkouts.setdefault(RequestScope(request_scope), set())
            started = await start(till, request_scope, user=self.user, quantity=quantity, replaces=replaces)
            play.ledger.checkouts[RequestScope(request_scope)].add(started.order.id)
            return started

        if play.chance.random() < play.flavour.twins:
            play.spawn(f"{self.name}, second click", _once(play, request_scope, act))
        return await play.persistently(request_scope, act)

    async def by_link(self, way: str) -> StartedCheckout | None:
        """Come by the link of an order that the shop priced, perhaps twice at once."""
        play = self.play
        created = await self._created(way)
        if created is not None and way == "link replaced":
            await play.rest(0.01, 20)
            created = await self._created(way, replaces=created.order.id)
        if created is None or way == "link abandoned":
            return None
        order_id = created.order.id

        async def act(till: Container) -> StartedCheckout:
            return await open_link(till, order_id, self.user)

        await play.rest(0.01, 20)
        if play.chance.random() < play.flavour.twins:
            play.spawn(f"{self.name}, other window", _once(play, f"open {order_id}", act))
        return await play.persistently(f"open {order_id}", act)

    async def _created(self, way: str, replaces: str | None = None) -> CreatedCheckout | None:
        play = self.play
        self.carts += 1
        reference = f"{self.name} {self.carts}"
        scope = RequestScope(f"reference:{reference}")
        held = CaptureMethod.MANUAL if way == "link held" else CaptureMethod.AUTOMATIC

        async def act(till: Container) -> CreatedCheckout:
            play.ledger.checkouts.setdefault(scope, set())
            contact = Contact(email=self.user.email)
            created = await create(
                till, reference, user_id=self.user.id, contact=contact, capture_method=held, replaces=replaces
            )
            play.ledger.checkouts[scope].add(created.order.id)
            return created

        if play.chance.random() < play.flavour.twins:
            play.spawn(f"shop of {self.name}, second try", _once(play, f"order {reference}", act))
        return await play.persistently(f"order {reference}", act)

    def pay(self, started: StartedCheckout, method: str) -> str:
        """The browser's own call to Stripe."""
        try:
            reported = pay(self.play.world, started, method)
        except (ResponseLost, ValueError):
            reported = "no answer"
        self.play.tell(self.name, f"pays {started.order.intent.id} with {method}: {reported}")
        return reported

    async def _by(self, way: str, started: StartedCheckout, intent: PaymentIntentId) -> None:
        play, chance = self.play, self.play.chance
        match way:
            case "card" | "link" | "link held" | "link replaced":
                self.pay(started, chance.choice(play.flavour.methods))
                if chance.random() < 0.2:
                    self.pay(started, "pm_card_visa")
            case "declined then card":
                self.pay(started, "pm_card_visa_chargeDeclined")
                await play.rest(0.01, 15)
                self.pay(started, "pm_card_visa")
            case "authenticated" | "fails authentication":
                self.pay(started, CHALLENGED)
                await play.rest(0.5, 30)
                with suppress(ApiError):
                    reported = play.world.model.authenticate(intent, started.client_secret, way == "authenticated")
                    play.tell(self.name, f"passes by the bank: {reported}")
            case "bank":
                self.pay(started, "pm_usBankAccount_success")
                await play.rest(1, 300)
            case "bank fails":
                self.pay(started, "pm_usBankAccount_insufficientFunds")
                await play.rest(1, 300)
            case "saved card":
                await self._with_saved(intent)
            case "canceled":
                await self._cancel(intent)
            case _:
                return

    async def _stale_tab(self, replaced: StartedCheckout) -> None:
        """Another tab that still shows the first checkout replaces that once more, and is paid."""
        await self.play.rest(0.01, 40)
        started = await self.start(replaces=replaced.order.id)
        if started is not None:
            await self.play.rest(0.01, 20)
            self.pay(started, "pm_card_visa")

    async def _place(self, intent: PaymentIntentId) -> None:
        play = self.play

        async def act(till: Container) -> None:
            placed = await place(till, intent, user=self.user)
            held = placed.order.capture_method is CaptureMethod.MANUAL
            stands = ("succeeded", "requires_capture", "canceled") if held else ("succeeded",)
            if play.world.model.totals.payment(intent).status not in stands:
                play.broken.append(f"the order of {intent} was answered as placed, and Stripe has no money")
            if not held:
                play.ledger.paid.append(intent)
            if placed.confirmed_now:
                play.ledger.confirmed.append(intent)

        await _once(play, f"the order of {intent}", act)

    async def _with_saved(self, intent: PaymentIntentId) -> None:
        play, chance = self.play, self.play.chance
        attach = AttachPaymentMethodCommand(
            user=self.user,
            payment_method_id=PaymentMethodId(chance.choice(("pm_card_visa", "pm_card_chargeCustomerFail"))),
            request_scope=RequestScope(f"attach {self.name}"),
            cause="request:attach",
        )
        saved = await play.persistently("save a card", lambda till: till.attach_payment_method()(attach))
        if saved is None:
            return
        command = ConfirmPaymentCommand(
            user_id=self.user.id,
            payment_intent_id=intent,
            payment_method_id=saved.method.id,
            return_url=None,
            actor=f"user:{self.user.id}",
            cause="request:confirm",
        )
        await play.persistently(f"pay {intent} with a saved card", lambda till: till.confirm_payment()(command))

    async def _cancel(self, intent: PaymentIntentId) -> None:
        play = self.play
        command = CancelCheckoutCommand(
            user_id=self.user.id,
            payment_intent_id=intent,
            reason="requested_by_customer",
            actor=f"user:{self.user.id}",
            cause="request:cancel",
        )

        async def act(till: Container) -> None:
            await till.cancel_checkout()(command)
            play.ledger.canceled.append(intent)

        await play.persistently(f"cancel {intent}", act)


async def _once(play: Play, what: str, act: Callable[[Container], Awaitable[object]]) -> None:
    async def asked(till: Container) -> None:
        await act(till)

    with suppress(Gone, *NOES, *LATERS):
        await play.ask(what, asked)
