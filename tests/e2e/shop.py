"""The people around a running Till: shoppers with a browser, an operator, and the hand on Stripe's own dashboard."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

import httpx
import jwt
from pymongo import MongoClient
from pymongo.database import Database

from adapters.stripe.sdk.version import API_VERSION
from domain.facts.payment import UNKNOWN_METHOD
from stripe_stand_in.web.dashboard.guard import Guard
from tests.e2e.waiting import wait_until

Result = TypeVar("Result")
ADDRESS: Mapping[str, Any] = {
    "name": "Ngũgĩ O'Neill",
    "line1": "12 Rose St",
    "city": "Portland",
    "state": "OR",
    "postalCode": "97205",
    "country": "US",
}
CART: Mapping[str, Any] = {"items": [{"sku": "ESPRESSO-CUP", "quantity": 3}], "shippingAddress": ADDRESS}
SECONDS = 60.0  # two cores may be busy with other tests
TOKEN_SECONDS = 4 * 3600  # the operator's is made once, and a soak goes on for an hour
_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a token."""

    subject: str
    email: str
    headers: Mapping[str, str]


@dataclass(kw_only=True)
class Shop:
    """A running Till and its sandbox's connection details; `url` may be another API over the same database."""

    details: Mapping[str, str]
    api: httpx.Client
    stripe: httpx.Client
    database: Database[dict[str, Any]]
    url: str = ""
    admin: Person = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.url or self.details["apiUrl"]
        self.admin = self.person("root", roles=["admin"])

    def at(self, url: str) -> "Shop":
        """The same shop at another of its API processes."""
        return Shop(details=self.details, api=self.api, stripe=self.stripe, database=self.database, url=url)

    def person(self, subject: str | None = None, **claims: Any) -> Person:
        """Somebody new, or the one of that name."""
        subject = subject or f"shopper-{next(_numbers)}-{time.time_ns()}"
        email = f"{subject}@customer.example"
        return Person(subject=subject, email=email, headers=self.bearer(sub=subject, email=email, **claims))

    def bearer(self, secret: str | None = None, **claims: Any) -> dict[str, str]:
        """The header with a token of these claims; it outlives the run unless they say otherwise."""
        claimed = {"exp": int(time.time()) + TOKEN_SECONDS, **claims}
        token = jwt.encode(claimed, secret or self.details["jwtSecret"], "HS256")
        return {"Authorization": f"Bearer {token}"}

    def post(self, path: str, body: Any, who: Person, **headers: str) -> httpx.Response:
        """A POST of JSON; `Idempotency_Key="k"` is a header."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.api.post(self.url + path, json=body, headers={**who.headers, **named})

    def get(self, path: str, who: Person) -> httpx.Response:
        """A GET."""
        return self.api.get(self.url + path, headers=who.headers)

    def started(self, who: Person, **more: Any) -> dict[str, Any]:
        """A checkout of three cups."""
        answer = self.post("/api/payments/create-intent", {**CART, **more}, who)
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def browser_confirms(self, created: Mapping[str, Any], method: str = "pm_card_visa", **more: str) -> httpx.Response:
        """What Stripe.js does: the publishable key and the client secret, straight to Stripe."""
        form = {
            "key": self.details["publishableKey"],
            "client_secret": created["clientSecret"],
            "payment_method": method,
            "return_url": f"{self.details['apiUrl']}/?order={created['orderId']}",
            **more,
        }
        url = f"{self.details['stripeUrl']}/v1/payment_intents/{created['paymentIntentId']}/confirm"
        return self.api.post(url, data=form, headers={"Stripe-Version": API_VERSION})

    def paid(self, who: Person, method: str = "pm_card_visa", **more: Any) -> dict[str, Any]:
        """A checkout that was paid in the browser and confirmed by the webhook."""
        created = self.started(who, **more)
        answer = self.browser_confirms(created, method)
        assert answer.json()["status"] == "succeeded", answer.text
        # The charge's own event tells the card and may come last; a worker that just started may learn both at once.
        self.until_order(
            created,
            lambda order: (
                order["payment"]["amountCaptured"] == created["amount"]
                and order["payment"]["method"] not in (None, UNKNOWN_METHOD)
            ),
        )
        return created

    def order(self, created: Mapping[str, Any]) -> dict[str, Any]:
        """The order as operators see it."""
        answer = self.get(f"/api/orders/{created['orderId']}", self.admin)
        assert answer.status_code == 200, answer.text
        order: dict[str, Any] = answer.json()
        return order

    def until_order(
        self, created: Mapping[str, Any], holds: Callable[[dict[str, Any]], bool], seconds: float = SECONDS
    ) -> dict[str, Any]:
        """The order once that holds of it; a moment in which the API is away is waited out."""
        seen: dict[str, Any] = {}

        def looked() -> bool:
            try:
                answer = self.get(f"/api/orders/{created['orderId']}", self.admin)
            except httpx.TransportError:
                return False
            seen.clear()
            seen.update(answer.json())
            return answer.status_code == 200 and holds(seen)

        try:
            wait_until(looked, "what was waited for of the order", seconds)
        except AssertionError as late:
            raise AssertionError(f"{late}; it is {seen}") from None
        return seen

    def refund(self, created: Mapping[str, Any], amount: int | None = None, **headers: str) -> httpx.Response:
        """A refund by the operator."""
        body = {"orderId": created["orderId"], **({} if amount is None else {"amount": amount})}
        return self.post("/api/payments/refund", body, self.admin, **headers)

    def worker_is_due(self, created: Mapping[str, Any]) -> None:
        """Has the half minute be over in which the worker leaves an order to its own request."""
        this = {"_id": created["orderId"], "attention.due": True}
        assert self.database["orders"].update_one(this, {"$set": {"attention.at": datetime.now(UTC)}}).matched_count

    def keys_are_free(self) -> None:
        """Has the ten seconds be over in which a key is left to the process that took it."""
        held = {"leaseUntil": {"$gt": datetime.now(UTC)}, "status": {"$exists": False}}
        over = {"$set": {"leaseUntil": datetime.now(UTC)}}
        assert self.database["idempotency_keys"].update_many(held, over).matched_count

    def history(self, created: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The order's audit trail."""
        answer = self.get(f"/api/orders/{created['orderId']}/history", self.admin)
        entries: list[dict[str, Any]] = answer.json()["entries"]
        return entries

    def mails(self, to: str, about: Mapping[str, Any]) -> list[dict[str, str]]:
        """The mails to an address that name the order's number, oldest first."""
        found = httpx.get(f"{self.details['mailUrl']}/messages").json()
        number = about["orderNumber"]
        return [mail for mail in found if mail["to"] == to and number in mail["subject"] + mail["text"]]

    def until_mailed(self, to: str, about: Mapping[str, Any], number: int) -> list[dict[str, str]]:
        """So many mails about an order, once they came."""
        wait_until(lambda: len(self.mails(to, about)) >= number, f"{number} mails to {to}", SECONDS)
        return self.mails(to, about)

    def at_stripe(self, method: str, path: str, **form: str) -> dict[str, Any]:
        """A call with the secret key."""
        answer = self.stripe.request(method, path, **({"params": form} if method == "GET" else {"data": form}))  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def refunds_at_stripe(self, created: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Stripe's own list of the payment's refunds."""
        found: list[dict[str, Any]] = self.at_stripe(
            "GET", "/v1/refunds", payment_intent=created["paymentIntentId"], limit="100"
        )["data"]
        return found

    def events_at_stripe(self, kind: str, object_id: str) -> list[dict[str, Any]]:
        """Stripe's events of a type about an object, newest first."""
        listed = self.at_stripe("GET", "/v1/events", type=kind, limit="100")["data"]
        return [event for event in listed if event["data"]["object"]["id"] == object_id]

    def in_dashboard(self, act: str, identity: str, **form: str) -> None:
        """Does what a person does on the stand-in's pages."""
        token = Guard(self.details["secretKey"]).token
        answer = self.stripe.post(f"/acts/{act}", data={"token": token, "id": identity, **form})
        assert answer.status_code == 303, answer.text
        assert "Done" in answer.headers["location"], answer.headers["location"]

    @contextmanager
    def webhooks_lost(self) -> Iterator[None]:
        """Whatever happens at Stripe meanwhile, Till is never notified."""
        (endpoint,) = self.at_stripe("GET", "/v1/webhook_endpoints")["data"]
        path = f"/v1/webhook_endpoints/{endpoint['id']}"
        self.at_stripe("POST", path, disabled="true")
        try:
            yield
        finally:
            self.at_stripe("POST", path, disabled="false")

    def signed(self, event: Mapping[str, Any] | bytes, *, secret: str | None = None, age: int = 0) -> httpx.Response:
        """An event delivered by somebody who knows the webhook's secret."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        at = int(time.time()) - age
        key = (secret or self.details["webhookSecret"]).encode()
        signature = hmac.new(key, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"Stripe-Signature": f"t={at},v1={signature}", "Content-Type": "application/json"}
        return self.api.post(f"{self.url}/api/payments/webhook", content=body, headers=headers)


@contextmanager
def opened_shop(details: Mapping[str, str]) -> Iterator[Shop]:
    """The shop of a running sandbox."""
    authorization = {"Authorization": f"Bearer {details['secretKey']}", "Stripe-Version": API_VERSION}
    with (
        httpx.Client(timeout=SECONDS) as api,
        httpx.Client(base_url=details["stripeUrl"], headers=authorization, timeout=SECONDS) as stripe,
        MongoClient[dict[str, Any]](details["mongodbUri"]) as mongodb,
    ):
        yield Shop(details=details, api=api, stripe=stripe, database=mongodb.get_default_database())


def at_once(*acts: Callable[[], Result]) -> list[Result]:
    """The results of acts that begin together."""
    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(act) for act in acts]]
