"""The bank's side of 3-D Secure: shows the payment and passes the result to the model."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.web.dashboard.money_text import money_text
from stripe_stand_in.web.storage.persistent_account import PersistentAccount


class ChallengeRefused(Exception):
    """The payment does not wait for authentication."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the bank's page shows, and the URL it returns to."""

    amount: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """Finds intents as a browser does: by their client secret."""

    account: PersistentAccount
    publishable_key: str

    def ask(self, intent_id: str, client_secret: str) -> Question:
        """Returns what the bank's page shows of an intent that waits for it; raises ChallengeRefused for any other."""
        intent = self.retrieve(intent_id, client_secret)
        action = intent.get("next_action") or {}
        if action.get("type") != "redirect_to_url":
            raise ChallengeRefused("This payment does not wait for an authentication.")
        amount = money_text(intent["amount"], intent["currency"]) if "amount" in intent else ""
        return Question(amount, action["redirect_to_url"]["return_url"] or "")

    def end(self, client_secret: str, *, passed: bool) -> bool:
        """Completes the challenge; returns whether the payment goes on."""
        intent_id = client_secret.partition("_secret_")[0]
        if self.retrieve(intent_id, client_secret)["status"] != "requires_action":
            raise ChallengeRefused("This payment does not wait for an authentication.")
        self.account.act("authenticate", intent_id=intent_id, client_secret=client_secret, ok=passed)
        return self.retrieve(intent_id, client_secret)["status"] not in ("requires_payment_method", "canceled")

    def retrieve(self, intent_id: str, client_secret: str) -> dict[str, Any]:
        """Returns the intent; raises ChallengeRefused for a wrong id or secret."""
        headers = {"authorization": f"Bearer {self.publishable_key}", "stripe-version": NEWEST}
        path = f"{_path(intent_id)}?client_secret={quote(client_secret, safe='')}"
        response = self.account.handle("GET", path, headers, b"")
        if response.status != 200:
            raise ChallengeRefused("There is no such payment.")
        intent: dict[str, Any] = msgspec.json.decode(response.body)
        return intent

    def post(self, intent_id: str, verb: str, **fields: str) -> str | None:
        """Sends a browser's request about the intent; returns Stripe's message if it is refused."""
        headers = {"authorization": f"Bearer {self.publishable_key}", "stripe-version": NEWEST}
        path = f"{_path(intent_id)}/{verb}"
        response = self.account.handle("POST", path, headers, urlencode(fields).encode())
        return None if response.status == 200 else str(msgspec.json.decode(response.body)["error"]["message"])


def _path(intent_id: str) -> str:
    kind = "setup_intents" if intent_id.startswith("seti_") else "payment_intents"
    return f"/v1/{kind}/{quote(intent_id, safe='')}"
