"""The shopper's bank, as far as 3-D Secure needs one: asks about a payment and takes the answer to the model."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.web.dashboard.money_text import money_text
from stripe_stand_in.web.storage.persistent_account import KeptAccount


class ChallengeRefused(Exception):
    """There is nothing to authenticate here, or no longer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the bank's page shows, and where the shopper goes afterwards."""

    amount: str
    return_url: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """Knows intents as a browser does: by their client secret."""

    account: KeptAccount
    publishable_key: str

    def ask(self, intent_id: str, client_secret: str) -> Question:
        """The question about an intent that waits on the bank's own page; ChallengeRefused for any other."""
        intent = self._retrieve(intent_id, client_secret)
        action = intent.get("next_action") or {}
        if action.get("type") != "redirect_to_url":
            raise ChallengeRefused("This payment does not wait for an authentication.")
        amount = money_text(intent["amount"], intent["currency"]) if "amount" in intent else ""
        return Question(amount, action["redirect_to_url"]["return_url"] or "")

    def end(self, client_secret: str, *, passed: bool) -> bool:
        """Take the outcome in; True if the intent goes on well from here."""
        intent_id = client_secret.partition("_secret_")[0]
        if self._retrieve(intent_id, client_secret)["status"] != "requires_action":
            raise ChallengeRefused("This payment does not wait for an authentication.")
        self.account.act("authenticate", intent_id=intent_id, client_secret=client_secret, ok=passed)
        return self._retrieve(intent_id, client_secret)["status"] not in ("requires_payment_method", "canceled")

    def _retrieve(self, intent_id: str, client_secret: str) -> dict[str, Any]:
        kind = "setup_intents" if intent_id.startswith("seti_") else "payment_intents"
        headers = {"authorization": f"Bearer {self.publishable_key}", "stripe-version": NEWEST}
        path = f"/v1/{kind}/{quote(intent_id, safe='')}?client_secret={quote(client_secret, safe='')}"
        answer = self.account.handle("GET", path, headers, b"")
        if answer.status != 200:
            raise ChallengeRefused("There is no such payment.")
        intent: dict[str, Any] = msgspec.json.decode(answer.body)
        return intent
