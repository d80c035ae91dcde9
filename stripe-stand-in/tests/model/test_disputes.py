"""Disputes, warnings and reviews: what they block, their money and their events."""

import pytest

from stripe_stand_in.model import AccountSettings
from tests.model.caller import Shop


def dispute_of(shop: Shop, card: str = "pm_card_createDispute") -> tuple[str, str]:
    paid = shop.pay(card)["id"]
    (dispute,) = shop.get("/v1/disputes", {"payment_intent": paid})["data"]
    return str(paid), str(dispute["id"])


def test_a_dispute_takes_the_money_and_blocks_refunds(shop: Shop) -> None:
    paid, identity = dispute_of(shop)
    dispute = shop.get(f"/v1/disputes/{identity}")
    assert (dispute["status"], dispute["reason"], dispute["is_charge_refundable"]) == (
        "needs_response", "fraudulent", False,
    )  # fmt: skip
    assert [each["amount"] for each in dispute["balance_transactions"]] == [-1299]
    assert shop.get(f"/v1/charges/{dispute['charge']}")["disputed"] is True
    assert shop.refund(paid).error["code"] == "charge_disputed"
    assert shop.events()[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]


@pytest.mark.parametrize(
    ("evidence", "status", "refundable"),
    [("winning_evidence", "won", True), ("losing_evidence", "lost", False)],
)
def test_evidence_decides(shop: Shop, evidence: str, status: str, refundable: bool) -> None:
    paid, identity = dispute_of(shop)
    result = shop.post(f"/v1/disputes/{identity}", {"evidence": {"uncategorized_text": evidence}})
    assert result["status"] == status
    assert (shop.refund(paid, amount=1).status == 200) == refundable
    assert "charge.dispute.closed" in shop.events()
    assert ("charge.dispute.funds_reinstated" in shop.events()) == refundable


def test_evidence_can_be_kept_back_or_handed_in(shop: Shop) -> None:
    _, identity = dispute_of(shop)
    draft = shop.post(f"/v1/disputes/{identity}", {"evidence": {"customer_name": "Ada"}, "submit": False})
    assert (draft["status"], draft["evidence_details"]["submission_count"]) == ("needs_response", 0)
    sent = shop.post(f"/v1/disputes/{identity}", {"evidence": {"customer_name": "Ada"}})
    assert (sent["status"], sent["evidence_details"]["submission_count"]) == ("under_review", 1)


def test_closing_accepts_the_loss_for_good(shop: Shop) -> None:
    paid, identity = dispute_of(shop)
    assert shop.post(f"/v1/disputes/{identity}/close")["status"] == "lost"
    assert shop.post(f"/v1/disputes/{identity}/close").status == 400
    assert shop.post(f"/v1/disputes/{identity}", {"evidence": {"customer_name": "x"}}).status == 400
    assert shop.refund(paid).error["code"] == "charge_disputed"


def test_a_lost_dispute_can_be_appealed_and_won(shop: Shop) -> None:
    paid, identity = dispute_of(shop)
    shop.model.close_dispute(identity, "lost")
    assert shop.model.appeal_dispute(identity) == "appeal_needs_response"
    assert shop.refund(paid).error["code"] == "charge_disputed"
    assert shop.model.appeal_dispute(identity, submitted=True) == "appeal_under_review"
    assert shop.model.close_dispute(identity, "won") == "won"
    assert shop.refund(paid, amount=1).status == 200


def test_an_inquiry_moves_no_money_and_a_full_refund_ends_it(shop: Shop) -> None:
    paid, identity = dispute_of(shop, "pm_card_createDisputeInquiry")
    assert shop.get(f"/v1/disputes/{identity}")["status"] == "warning_needs_response"
    assert "charge.dispute.funds_withdrawn" not in shop.events()
    assert shop.refund(paid, amount=1).status == 200
    assert shop.get(f"/v1/disputes/{identity}")["status"] == "warning_needs_response"
    shop.refund(paid)
    assert shop.get(f"/v1/disputes/{identity}")["status"] == "warning_closed"


def test_an_inquiry_can_become_a_dispute(shop: Shop) -> None:
    paid, identity = dispute_of(shop, "pm_card_createDisputeInquiry")
    assert shop.model.escalate_inquiry(identity) == "needs_response"
    assert shop.refund(paid).error["code"] == "charge_disputed"
    assert shop.model.close_dispute(identity, "prevented") == "prevented"
    assert shop.events()[-1] == "charge.dispute.funds_reinstated"


def test_any_payment_can_be_disputed(shop: Shop) -> None:
    paid = shop.pay()["id"]
    shop.model.open_dispute(paid, reason="product_not_received", refundable=True, amount=500)
    (entry,) = shop.model.totals.disputes(paid)
    assert (entry.amount, entry.refundable, entry.status) == (500, True, "needs_response")
    assert shop.refund(paid, amount=1).status == 200
    with pytest.raises(Exception, match="not captured"):
        shop.model.open_dispute(shop.pay(capture_method="manual")["id"])


def test_a_warning_asks_for_action_until_the_money_is_back(shop: Shop) -> None:
    paid = shop.pay("pm_card_createIssuerFraudRecord")
    (warning,) = shop.get("/v1/radar/early_fraud_warnings", {"payment_intent": paid["id"]})["data"]
    assert (warning["actionable"], warning["charge"]) == (True, paid["latest_charge"])
    shop.refund(paid)
    assert shop.get(f"/v1/radar/early_fraud_warnings/{warning['id']}")["actionable"] is False
    assert shop.events()[-1] == "radar.early_fraud_warning.updated"


@pytest.mark.parametrize(("token", "level"), [("visa", "normal"), ("riskLevelElevated", "elevated")])
def test_a_card_charge_names_its_risk_and_opens_no_review_by_itself(shop: Shop, token: str, level: str) -> None:
    paid = shop.pay(f"pm_card_{token}")
    assert shop.get(f"/v1/charges/{paid['latest_charge']}")["outcome"]["risk_level"] == level
    assert shop.get("/v1/reviews")["data"] == []


def test_the_highest_risk_is_blocked_unless_radars_rule_is_off() -> None:
    assert Shop().pay("pm_card_riskLevelHighest").error["decline_code"] == "fraudulent"
    shop = Shop(settings=AccountSettings(blocks_highest_risk=False))
    paid = shop.pay("pm_card_riskLevelHighest")
    assert shop.get(f"/v1/charges/{paid['latest_charge']}")["outcome"]["risk_level"] == "highest"


def test_a_rule_for_elevated_risk_opens_a_review_that_can_be_approved_once() -> None:
    shop = Shop(settings=AccountSettings(reviews_elevated_risk=True))
    paid = shop.pay("pm_card_riskLevelElevated")
    (review,) = shop.get("/v1/reviews")["data"]
    assert (paid["review"], review["open"], review["reason"]) == (review["id"], True, "rule")
    approved = shop.post(f"/v1/reviews/{review['id']}/approve")
    assert (approved["open"], approved["closed_reason"]) == (False, "approved")
    assert shop.post(f"/v1/reviews/{review['id']}/approve").status == 400
    assert shop.get("/v1/reviews")["data"] == []
    assert [each for each in shop.events() if each.startswith("review.")] == ["review.opened", "review.closed"]


@pytest.mark.parametrize(("end", "reason"), [("refund", "refunded"), ("dispute", "disputed")])
def test_a_review_is_overtaken_by_a_refund_or_a_dispute(shop: Shop, end: str, reason: str) -> None:
    paid = shop.pay()
    review = shop.model.open_review(paid["id"])
    if end == "refund":
        shop.refund(paid)
    else:
        shop.model.open_dispute(paid["id"])
    assert shop.get(f"/v1/reviews/{review}")["closed_reason"] == reason
