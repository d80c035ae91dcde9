"""What the doctor makes of what it saw."""

import pytest

from adapters.stripe.reading.event_types import READINGS
from adapters.stripe.sdk.version import API_VERSION
from entrypoints.doctor.clock import skew_between
from entrypoints.doctor.payments import Endpoint, endpoint_findings

SHOP = "https://shop.example"
SOUND = Endpoint(
    url=f"{SHOP}/api/payments/webhook", status="enabled", enabled_events=list(READINGS), api_version=API_VERSION
)


def found(**changed: object) -> list[str]:
    fields = {name: getattr(SOUND, name) for name in SOUND.__struct_fields__} | changed
    return [finding.what for finding in endpoint_findings([Endpoint(**fields)], SHOP)]


def test_a_sound_endpoint_has_no_finding() -> None:
    assert found() == []
    assert found(enabled_events=["*"], api_version=None) == []


def test_without_an_endpoint_the_mend_says_how_to_create_one() -> None:
    elsewhere = Endpoint(url=f"{SHOP}/other", status="enabled", enabled_events=["*"])
    (finding,) = endpoint_findings([elsewhere], SHOP)
    assert f"{SHOP}/api/payments/webhook" in finding.fix
    assert API_VERSION in finding.fix
    assert "charge.dispute.created" in finding.fix


def test_a_disabled_endpoint_is_told() -> None:
    assert found(status="disabled") == [f"The webhook endpoint {SOUND.url} is disabled"]


def test_missing_event_types_are_named() -> None:
    events = [kind for kind in READINGS if kind not in ("refund.failed", "review.opened")]
    assert found(enabled_events=events) == [
        f"The webhook endpoint {SOUND.url} is not sent refund.failed, review.opened"
    ]


def test_a_version_too_old_to_be_read_is_told() -> None:
    assert found(api_version="2020-08-27") == [
        f"The webhook endpoint {SOUND.url} is of API version 2020-08-27, too old to be read"
    ]
    assert found(api_version="2022-11-15") == []


def test_every_fault_of_an_endpoint_is_told_at_once() -> None:
    assert len(found(status="disabled", enabled_events=["charge.refunded"], api_version="2019-12-03")) == 3


@pytest.mark.parametrize(("ours", "said"), [(100.0, []), (129.9, []), (70.1, [])])
def test_a_clock_that_agrees_is_no_finding(ours: float, said: list[str]) -> None:
    assert skew_between(ours, 100.0) == said


@pytest.mark.parametrize(("ours", "said"), [(1131.0, "31 s ahead of"), (700.0, "400 s behind")])
def test_a_clock_that_is_off_is_told_with_its_direction(ours: float, said: str) -> None:
    (finding,) = skew_between(ours, 1100.0)
    assert said in finding.what
