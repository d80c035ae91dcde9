"""A caller of the model: nested parameters in, decoded JSON out, with a clock that tests set."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from stripe_stand_in.model import NEWEST, AccountSettings, StripeModel


def form(parameters: Mapping[str, Any]) -> str:
    pairs: list[tuple[str, str]] = []

    def add(name: str, value: object) -> None:
        match value:
            case Mapping():
                for step, inner in value.items():
                    add(f"{name}[{step}]" if name else str(step), inner)
            case list() | tuple():
                for place, inner in enumerate(value):
                    add(f"{name}[{place}]", inner)
            case bool():
                pairs.append((name, str(value).lower()))
            case _:
                pairs.append((name, str(value)))

    add("", parameters)
    return urlencode(pairs)


@dataclass(frozen=True, slots=True)
class Result:
    status: int
    headers: Mapping[str, str]
    json: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.json[name]

    @property
    def error(self) -> dict[str, Any]:
        return dict(self.json["error"])


class Shop:
    def __init__(self, seed: int = 0, settings: AccountSettings | None = None) -> None:
        self.now = 1_790_000_000.0
        self.model = StripeModel(clock=lambda: self.now, seed=seed, settings=settings)

    def call(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        version: str | None = NEWEST,
        api_key: str | None = None,
    ) -> Result:
        headers = {"Authorization": f"Bearer {api_key or self.model.secret_key}"}
        if version is not None:
            headers["Stripe-Version"] = version
        if key is not None:
            headers["Idempotency-Key"] = key
        text = form(parameters or {})
        if method == "POST":
            response = self.model.handle(method, path, headers, text.encode())
        else:
            response = self.model.handle(method, f"{path}?{text}" if text else path, headers)
        return Result(response.status, response.headers, json.loads(response.body))

    def post(self, path: str, parameters: Mapping[str, Any] | None = None, **how: Any) -> Result:
        return self.call("POST", path, parameters, **how)

    def get(self, path: str, parameters: Mapping[str, Any] | None = None, **how: Any) -> Result:
        return self.call("GET", path, parameters, **how)

    def delete(self, path: str) -> Result:
        return self.call("DELETE", path)

    def browse(self, method: str, path: str, parameters: Mapping[str, Any] | None = None) -> Result:
        return self.call(method, path, parameters, api_key=self.model.publishable_key)

    def customer(self, **parameters: Any) -> str:
        return str(self.post("/v1/customers", parameters)["id"])

    def intent(self, **parameters: Any) -> Result:
        wanted = {"amount": 1299, "currency": "usd", "allowed_payment_method_types": ["card"], **parameters}
        return self.post("/v1/payment_intents", {k: v for k, v in wanted.items() if v is not None})

    def pay(self, method: str = "pm_card_visa", **parameters: Any) -> Result:
        return self.intent(payment_method=method, confirm=True, **parameters)

    def refund(self, intent: Result | str, **parameters: Any) -> Result:
        identity = intent if isinstance(intent, str) else intent["id"]
        return self.post("/v1/refunds", {"payment_intent": identity, **parameters})

    def events(self) -> list[str]:
        return list(self.model.totals.event_types())

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.model.advance()
