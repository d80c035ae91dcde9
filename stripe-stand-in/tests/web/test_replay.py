"""An account that is replayed from its journal equals the account that was recorded."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stripe_stand_in.testing import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from stripe_stand_in.web.dashboard.account_api import AccountApi, ActRefused
from stripe_stand_in.web.options import StandInOptions
from stripe_stand_in.web.storage.journal import Entry, Journal, JournalUnreadable
from stripe_stand_in.web.storage.opening import open_account
from stripe_stand_in.web.storage.persistent_account import PersistentAccount

BEGINNING = 1_790_000_000.5
LISTS = (
    "customers", "payment_intents", "charges", "refunds", "disputes", "reviews", "events", "webhook_endpoints",
    "balance_transactions", "radar/early_fraud_warnings",
)  # fmt: skip
CARDS = (
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_createDispute",
    "pm_card_pendingRefund",
    "pm_card_refundFail",
)


class Kept:
    """An account with a journal in a directory, and a clock that tests set."""

    def __init__(self, directory: Path, *, settle_after: float = 30.0) -> None:
        self.now = BEGINNING
        self.options = StandInOptions(
            journal=directory / "journal.jsonl",
            secret_key=SECRET_KEY,
            publishable_key=PUBLISHABLE_KEY,
            origin="http://127.0.0.1:12111",
            webhook_url="http://127.0.0.1:4998/webhook",
            webhook_secret=WEBHOOK_SECRET,
            settle_after=settle_after,
        )
        self.open()

    def open(self) -> None:
        self.journal = Journal.open(self.options.journal)
        try:
            self.account: PersistentAccount = open_account(self.journal, self.options, lambda: self.now)
        except JournalUnreadable:
            self.journal.close()
            raise
        self.api = AccountApi(self.account, SECRET_KEY)
        self.other = AccountApi(self.account, "sk_test_somebodyElse")

    def everything(self) -> dict[str, Any]:
        """All there is, and all that is still owed."""
        found: dict[str, Any] = {kind: self.api.newest(f"/v1/{kind}", None)[0] for kind in LISTS}
        self.account.catch_up()
        model = self.account.model
        awaiting = [(each.id, each.event_id, each.attempt, each.headers) for each in model.deliveries_due()]
        return found | {"owed": awaiting, "next": (model.next_delivery_at(), model.next_effect_at())}

    def pay(self, method: str) -> None:
        updates = {"amount": "1299", "currency": "usd", "payment_method": method, "confirm": "true"}
        self.api.post("/v1/payment_intents", **updates, **{"allowed_payment_method_types[0]": "card"})

    def join(self) -> None:
        self.other.post("/v1/customers", name="Ada")

    def debit(self) -> None:
        updates = {"amount": "1299", "currency": "usd", "payment_method": "pm_usBankAccount_success", "confirm": "true"}
        updates["mandate_data[customer_acceptance][type]"] = "offline"
        self.api.post("/v1/payment_intents", **updates, **{"allowed_payment_method_types[0]": "us_bank_account"})

    def refund(self) -> None:
        intents, _ = self.api.newest("/v1/payment_intents", None)
        if intents:
            self.api.post("/v1/refunds", payment_intent=intents[0]["id"], amount="1")

    def deliver(self, status: int | None) -> None:
        for delivery in self.account.model.deliveries_due()[:2]:
            self.account.delivered(delivery, status)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.sampled_from(CARDS)),
        st.tuples(st.just("join")),
        st.tuples(st.just("debit")),
        st.tuples(st.just("refund")),
        st.tuples(st.just("look")),
        st.tuples(st.just("deliver"), st.sampled_from((200, 500, None))),
        st.tuples(st.just("wait"), st.sampled_from((0.25, 3.0, 40.0, 4000.0))),
        st.tuples(st.just("reopen")),
    ),
    max_size=20,
)


@given(steps)
def test_a_reopened_account_is_the_recorded_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    kept = Kept(tmp_path_factory.mktemp("kept"))
    for act, *details in [*steps, ("reopen",)]:
        try:
            if act == "wait":
                kept.now += details[0]
            elif act == "look":
                kept.everything()
            elif act == "reopen":
                before = kept.everything()
                kept.journal.close()
                kept.open()
                assert kept.everything() == before
            else:
                getattr(kept, act)(*details)
        except ActRefused:
            continue
    kept.journal.close()


def test_changed_settings_apply_from_the_next_start(tmp_path: Path) -> None:
    kept = Kept(tmp_path, settle_after=60.0)
    kept.debit()
    kept.journal.close()
    kept = Kept(tmp_path, settle_after=5.0)
    kept.debit()
    kept.now += 6
    assert [intent["status"] for intent in kept.api.newest("/v1/payment_intents", None)[0]] == [
        "succeeded", "processing",
    ]  # fmt: skip
    kept.journal.close()


def test_a_journal_whose_replay_differs_is_refused(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    request = {"method": "POST", "path": "/v1/customers", "headers": {}, "body": urlencode({"name": "Ada"})}
    kept.journal.write(Entry(kept.now, "call", request, {}, "another digest"))
    kept.journal.close()
    with pytest.raises(JournalUnreadable, match="--fresh"):
        Kept(tmp_path)


def test_a_clock_that_was_set_back_does_not_move_the_account_back(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.now -= 3600
    made = kept.api.post("/v1/customers")
    assert made["created"] == int(BEGINNING)
    kept.journal.close()


def test_two_accounts_share_no_ids(tmp_path: Path) -> None:
    first, second = Kept(tmp_path / "one"), Kept(tmp_path / "two")
    second.journal.close()
    second.options.journal.unlink()
    second.now += 1
    second.open()
    assert first.api.post("/v1/customers")["id"] != second.api.post("/v1/customers")["id"]
    first.journal.close()
    second.journal.close()
