"""Refunds: never more than was taken, and not always final."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model.caller import Shop


def test_parts_and_then_the_rest_come_back(shop: Shop) -> None:
    paid = shop.pay()
    part = shop.refund(paid, amount=500, reason="requested_by_customer", metadata={"till_refund_id": "r1"})
    assert (part["status"], part["amount"], part["metadata"]) == ("succeeded", 500, {"till_refund_id": "r1"})
    charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["amount_refunded"], charge["refunded"]) == (500, False)
    assert shop.refund(paid)["amount"] == 799
    charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["amount_refunded"], charge["refunded"]) == (1299, True)
    assert shop.get(f"/v1/payment_intents/{paid['id']}")["status"] == "succeeded"
    assert shop.events()[-4:] == ["charge.refunded", "refund.created"] * 2


def test_more_than_is_left_is_refused_without_a_code(shop: Shop) -> None:
    paid = shop.pay()
    shop.refund(paid, amount=1000)
    result = shop.refund(paid, amount=300)
    assert (result.status, result.error["param"], "code" in result.error) == (400, "amount", False)
    assert result.error["message"] == "Refund amount ($3.00) is greater than unrefunded amount on charge ($2.99)"


def test_a_fully_refunded_charge_is_refused_by_code(shop: Shop) -> None:
    paid = shop.pay()
    shop.refund(paid)
    assert shop.refund(paid, amount=1).error["code"] == "charge_already_refunded"


def test_nothing_paid_nothing_to_refund(shop: Shop) -> None:
    intent = shop.intent()["id"]
    result = shop.refund(intent)
    assert result.error["message"] == f"This PaymentIntent ({intent}) does not have a successful charge to refund."
    assert shop.refund(shop.pay(capture_method="manual")).status == 400
    assert shop.post("/v1/refunds", {"amount": 1}).error["code"] == "parameter_missing"
    assert shop.refund("pi_x").error["code"] == "resource_missing"


def test_a_three_decimal_refund_keeps_the_currencys_step(shop: Shop) -> None:
    paid = shop.pay(currency="kwd", amount=1230)
    assert shop.refund(paid, amount=125).error["code"] == "invalid_charge_amount"
    assert shop.refund(paid, amount=120)["amount"] == 120


def test_a_pending_refund_reserves_and_then_arrives(shop: Shop) -> None:
    paid = shop.pay("pm_card_pendingRefund")
    refund = shop.refund(paid, amount=500)
    assert (refund["status"], refund["pending_reason"]) == ("pending", "processing")
    assert shop.refund(paid, amount=800).status == 400
    shop.wait(5)
    assert shop.get(f"/v1/refunds/{refund['id']}")["status"] == "succeeded"
    (event,) = shop.get("/v1/events", {"type": "refund.updated"})["data"]
    assert event["data"]["previous_attributes"]["status"] == "pending"


def test_a_refund_that_succeeded_fails_later_and_the_money_is_ours_again(shop: Shop) -> None:
    paid = shop.pay("pm_card_refundFail")
    refund = shop.refund(paid)
    assert refund["status"] == "succeeded"
    shop.wait(5)
    failed = shop.get(f"/v1/refunds/{refund['id']}")
    assert (failed["status"], failed["failure_reason"]) == ("failed", "expired_or_canceled_card")
    assert failed["failure_balance_transaction"].startswith("txn_")
    charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
    assert (charge["amount_refunded"], charge["refunded"]) == (0, False)
    assert shop.events()[-3:] == ["refund.updated", "refund.failed", "charge.refund.updated"]
    assert shop.refund(paid, amount=1299)["amount"] == 1299


def test_only_a_refund_that_asks_the_customer_can_be_canceled(shop: Shop) -> None:
    refund = shop.refund(shop.pay("pm_card_pendingRefund"))["id"]
    assert shop.post(f"/v1/refunds/{refund}/cancel").status == 400
    assert shop.model.ask_refund_details(refund) == "requires_action"
    canceled = shop.post(f"/v1/refunds/{refund}/cancel")
    assert (canceled["status"], canceled["failure_reason"]) == ("canceled", "merchant_request")
    shop.wait(5)
    assert shop.get(f"/v1/refunds/{refund}")["status"] == "canceled"


def test_a_refund_can_be_settled_either_way(shop: Shop) -> None:
    waiting = shop.refund(shop.pay("pm_card_pendingRefund"))["id"]
    assert shop.model.settle_refund(waiting) == "succeeded"
    assert shop.model.settle_refund(waiting, ok=False) == "failed"
    assert shop.get(f"/v1/refunds/{waiting}")["failure_reason"] == "lost_or_stolen_card"


def test_metadata_alone_can_be_changed(shop: Shop) -> None:
    refund = shop.refund(shop.pay())["id"]
    assert shop.post(f"/v1/refunds/{refund}", {"metadata": {"a": "b"}})["metadata"] == {"a": "b"}
    assert shop.post(f"/v1/refunds/{refund}", {"amount": 1}).error["code"] == "parameter_unknown"
    assert shop.events()[-2:] == ["refund.updated", "charge.refund.updated"]


def test_refunds_are_listed_by_payment(shop: Shop) -> None:
    paid, other = shop.pay(), shop.pay()
    ids = [shop.refund(paid, amount=amount)["id"] for amount in (1, 2)]
    shop.refund(other)
    for updates in ({"payment_intent": paid["id"]}, {"charge": paid["latest_charge"]}):
        assert [each["id"] for each in shop.get("/v1/refunds", updates)["data"]] == ids[::-1]
    assert shop.get("/v1/refunds", {"payment_intent": "pi_x"}).error["code"] == "resource_missing"


def test_a_bank_debits_refund_waits_and_has_its_own_prefix(shop: Shop) -> None:
    paid = shop.intent(
        allowed_payment_method_types=["us_bank_account"],
        payment_method="pm_usBankAccount_success",
        confirm=True,
        mandate_data={"customer_acceptance": {"type": "offline"}},
    )
    assert shop.refund(paid).status == 400
    shop.wait(180)
    refund = shop.refund(paid, amount=333)
    assert (refund["id"][:4], refund["status"]) == ("pyr_", "pending")


CARDS = ("pm_card_visa", "pm_card_pendingRefund", "pm_card_refundFail")


@given(
    st.sampled_from(CARDS),
    st.lists(
        st.tuples(st.sampled_from(["refund", "wait", "fail", "dispute", "win"]), st.integers(1, 900)), max_size=12
    ),
)
def test_what_was_refunded_never_exceeds_what_was_taken(card: str, story: list[tuple[str, int]]) -> None:
    shop = Shop()
    paid = shop.pay(card)
    for act, number in story:
        entry = shop.model.totals.payment(paid["id"])
        if act == "refund":
            shop.refund(paid, amount=number)
        elif act == "wait":
            shop.wait(number / 100)
        elif act == "fail" and entry.refunds:
            shop.model.settle_refund(entry.refunds[number % len(entry.refunds)].id, ok=False)
        elif act == "dispute" and not entry.disputes:
            shop.model.open_dispute(paid["id"])
        elif act == "win" and entry.disputes and entry.disputes[0].status == "needs_response":
            shop.model.close_dispute(entry.disputes[0].id, "won")
        entry = shop.model.totals.payment(paid["id"])
        charge = shop.get(f"/v1/charges/{paid['latest_charge']}")
        assert 0 <= entry.refunded <= entry.reserved <= entry.captured == 1299
        assert charge["amount_refunded"] == entry.reserved
        assert charge["refunded"] == (entry.reserved == 1299)
    moved = [each for each in shop.get("/v1/balance_transactions", {"limit": 100})["data"] if "refund" in each["type"]]
    assert sum(each["amount"] for each in moved) == -shop.model.totals.payment(paid["id"]).reserved


@pytest.mark.parametrize("name", ["payment", "refunds"])
def test_totals_know_only_what_exists(shop: Shop, name: str) -> None:
    if name == "payment":
        with pytest.raises(KeyError):
            shop.model.totals.payment("pi_x")
    else:
        assert shop.model.totals.refunds("pi_x") == []
    assert shop.model.totals.served["POST /v1/refunds"] == 0
