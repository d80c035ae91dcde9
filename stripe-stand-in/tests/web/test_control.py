"""Control over HTTP: coverage, and acts that no other site can cause."""

from collections.abc import Iterator

import httpx
import pytest
import stripe

from stripe_stand_in.testing import RunningStandIn
from tests.web.sdk import client_of


@pytest.fixture
def control(stand_in: RunningStandIn) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{stand_in.url}/_stand_in") as client:
        yield client


def test_coverage_lists_operations_and_what_is_refused(control: httpx.Client) -> None:
    listed = {f"{each['method']} {each['path']}": each for each in control.get("/coverage").json()}
    create = listed["POST /v1/payment_intents"]
    assert "amount" in create["effect"]
    assert "payment_method_options[klarna]" in create["refused"]


def test_an_act_changes_the_account(control: httpx.Client, client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 1299, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True,
         "allowed_payment_method_types": ["card"]}
    )  # fmt: skip
    done = control.post("/acts/open_dispute", json={"charge_or_intent": intent.id, "reason": "product_not_received"})
    assert client.v1.disputes.retrieve(done.json()["result"]).reason == "product_not_received"


def test_a_restricted_key_is_steered(control: httpx.Client, stand_in: RunningStandIn) -> None:
    key = "rk_test_steered"
    assert control.post("/acts/restrict_key", json={"key": key, "permissions": ["rak_event_read"]}).status_code == 200
    narrow = stripe.StripeClient(key, base_addresses={"api": stand_in.url})
    narrow.v1.events.list()
    with pytest.raises(stripe.PermissionError, match="rak_charge_read"):
        narrow.v1.refunds.list()


@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        ("/acts/open_dispute", {"data": {"charge_or_intent": "pi_x"}}, 403),
        ("/acts/open_dispute", {"json": {}, "headers": {"Host": "evil.example"}}, 403),
        ("/acts/handle", {"json": {}}, 404),
        ("/acts/open_dispute", {"json": {"charge": "pi_x"}}, 400),
        ("/acts/open_dispute", {"json": {"charge_or_intent": "pi_x"}}, 404),
        ("/acts/restrict_key", {"json": {"key": "sk_test_x", "permissions": []}}, 400),
    ],
)
def test_an_act_that_is_not_possible_is_refused(
    control: httpx.Client, path: str, how: dict[str, object], status: int
) -> None:
    refused = control.post(path, **how)  # type: ignore[arg-type]
    assert refused.status_code == status
    assert refused.json()["error"]["message"]


def test_version_two_of_the_api_is_not_offered(stand_in: RunningStandIn) -> None:
    client = client_of(stand_in)
    with pytest.raises(stripe.StripeError) as refused:
        client.v2.core.events.retrieve("evt_x")
    assert refused.value.http_status == 501
    assert '"not_offered"' in str(refused.value.http_body)
