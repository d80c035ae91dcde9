"""What the doctor makes of what it saw."""

import msgspec
import pytest

from adapters.stripe.sdk.version import API_VERSION
from adapters.stripe.webhook_endpoints import EventDestination, WebhookEndpoint
from entrypoints.doctor.clock import skew_between
from entrypoints.doctor.proxy import proxy_for
from entrypoints.doctor.stripe_account import route_findings
from entrypoints.doctor.webhook_endpoint import endpoint_findings, thin_findings

SHOP = "https://shop.example"
NAMED = f"The webhook endpoint we_1299 ({SHOP}/api/payments/webhook)"
SOUND = WebhookEndpoint(
    id="we_1299",
    url=f"{SHOP}/api/payments/webhook",
    status="enabled",
    enabled_events=(
        "payment_intent.succeeded payment_intent.payment_failed payment_intent.processing"
        " payment_intent.requires_action payment_intent.amount_capturable_updated payment_intent.canceled"
        " charge.succeeded charge.refunded refund.created refund.updated refund.failed charge.dispute.created"
        " charge.dispute.updated charge.dispute.closed charge.dispute.funds_withdrawn charge.dispute.funds_reinstated"
        " radar.early_fraud_warning.created radar.early_fraud_warning.updated review.opened review.closed"
        " customer.deleted"
    ).split(),
    api_version=API_VERSION,
)


def found(**changed: object) -> list[str]:
    fields = {name: getattr(SOUND, name) for name in SOUND.__struct_fields__} | changed
    return [finding.what for finding in endpoint_findings([WebhookEndpoint(**fields)], SHOP) if finding.is_error]


def test_a_sound_endpoint_has_no_finding() -> None:
    assert found() == []
    assert found(enabled_events=["*"], api_version=None) == []


def test_without_an_endpoint_the_fix_is_the_command_that_creates_one() -> None:
    elsewhere = WebhookEndpoint(id="we_2", url=f"{SHOP}/other", status="enabled", enabled_events=["*"])
    (finding,) = endpoint_findings([elsewhere], SHOP)
    assert finding.what == f"No webhook endpoint of this account leads to {SHOP}/api/payments/webhook"
    assert "till webhooks setup" in finding.fix


def test_an_endpoint_of_another_till_is_named_and_does_not_count() -> None:
    (finding,) = endpoint_findings([SOUND], "https://api.shop.example")
    assert f"there are {SOUND.url}" in finding.what
    assert "API_URL" in finding.fix


def test_a_disabled_endpoint_is_named() -> None:
    assert found(status="disabled") == [f"{NAMED} is disabled"]


def test_missing_event_types_are_named() -> None:
    events = [kind for kind in SOUND.enabled_events if kind not in ("refund.failed", "review.opened")]
    assert found(enabled_events=events) == [f"{NAMED} is not sent refund.failed, review.opened"]


def test_a_version_too_old_to_be_read_is_named() -> None:
    assert found(api_version="2020-08-27") == [f"{NAMED} has API version 2020-08-27, which is too old to be read"]
    assert found(api_version="2022-11-15") == []


def test_an_account_default_version_is_advice() -> None:
    changed = WebhookEndpoint(id="we_1299", url=SOUND.url, status="enabled", enabled_events=["*"])
    (finding,) = endpoint_findings([changed], SHOP)
    assert not finding.is_error
    assert API_VERSION in finding.fix


def test_every_fault_of_an_endpoint_is_named_at_once() -> None:
    assert len(found(status="disabled", enabled_events=["charge.refunded"], api_version="2019-12-03")) == 3


def test_an_endpoint_that_was_replaced_is_no_finding() -> None:
    replaced = WebhookEndpoint(
        id="we_old", url=SOUND.url, status="disabled", enabled_events=[], api_version="2019-12-03"
    )
    assert endpoint_findings([replaced, SOUND], SHOP) == []


@pytest.mark.parametrize(
    ("payload", "status", "count"), [("thin", "enabled", 1), ("thin", "disabled", 0), ("snapshot", "enabled", 0)]
)
def test_thin_events_to_our_address_are_a_finding(payload: str, status: str, count: int) -> None:
    destination = msgspec.convert(
        {"id": "ed_1", "status": status, "event_payload": payload, "webhook_endpoint": {"url": SOUND.url}},
        EventDestination,
    )
    assert len(thin_findings([destination], SHOP)) == count
    assert thin_findings([destination], "https://elsewhere.example") == []


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (400, b'{"code": "invalid_event"}', None),
        (400, b'{"code": "invalid_signature"}', "has another STRIPE_WEBHOOK_SECRET"),
        (401, b"<html>log in</html>", "answers 401"),
        (200, b"[]", "answers 200"),
        (302, b"", "answers 302"),
    ],
)
def test_an_address_that_does_not_lead_to_tills_webhook_route_is_named(
    status: int, body: bytes, said: str | None
) -> None:
    findings = route_findings(SOUND.url, status, body)
    assert [said in finding.what for finding in findings if said] == ([True] if said else [])
    assert len(findings) == (1 if said else 0)


def test_the_proxy_is_shown_without_its_password_and_as_no_proxy_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert proxy_for("https://api.stripe.com") is None
    monkeypatch.setenv("HTTPS_PROXY", "http://ada:hunter2@proxy.example:3128")
    assert proxy_for("https://api.stripe.com") == "http://proxy.example:3128"
    monkeypatch.setenv("NO_PROXY", ".stripe.com")
    assert proxy_for("https://api.stripe.com") is None


@pytest.mark.parametrize(("ours", "said"), [(100.0, []), (129.9, []), (70.1, [])])
def test_a_clock_that_agrees_is_no_finding(ours: float, said: list[str]) -> None:
    assert skew_between(ours, 100.0) == said


@pytest.mark.parametrize(("ours", "said"), [(1131.0, "31 s ahead of"), (700.0, "400 s behind")])
def test_a_clock_that_is_off_is_reported_with_its_direction(ours: float, said: str) -> None:
    (finding,) = skew_between(ours, 1100.0)
    assert said in finding.what
