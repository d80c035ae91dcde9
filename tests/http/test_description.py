"""The API's description is right, complete and the one that was committed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from entrypoints.http.openapi.examples import BODIES
from entrypoints.http.openapi.problems_of import OWN
from entrypoints.http.openapi.standalone import dependencies, openapi_document
from entrypoints.http.problems.kinds import KINDS
from entrypoints.http.routes.all_routes import CONTROLLERS
from entrypoints.http.validation.faults import faults_in
from entrypoints.server.api import PROVIDED
from tests.http.described import document, validator
from tests.http.till import Till

COMMITTED = Path(__file__).parents[2] / "frontend" / "openapi.json"
OPERATIONS = {
    operation["operationId"]: operation for methods in document()["paths"].values() for operation in methods.values()
}


def test_the_committed_description_is_this_one() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == openapi_document(), "run `till openapi > frontend/openapi.json`"


async def test_the_served_description_is_this_one(till: Till) -> None:
    assert (await till.http.get("/schema/openapi.json")).json() == document()


def test_every_route_of_the_contract_is_described() -> None:
    described = {(method.upper(), path) for path, methods in document()["paths"].items() for method in methods}

    assert described == {
        ("POST", "/api/checkout/quote"),
        ("POST", "/api/checkouts"),
        ("POST", "/api/payments/create-intent"),
        ("GET", "/api/payments/intent/{intent_id}"),
        ("POST", "/api/payments/intent/{intent_id}/confirm"),
        ("POST", "/api/payments/intent/{intent_id}/cancel"),
        ("GET", "/api/payments/methods"),
        ("POST", "/api/payments/methods"),
        ("DELETE", "/api/payments/methods/{method_id}"),
        ("POST", "/api/payments/refund"),
        ("POST", "/api/payments/capture"),
        ("POST", "/api/orders/{order}/cancel"),
        ("POST", "/api/payments/webhook"),
        ("POST", "/api/orders"),
        ("GET", "/api/orders"),
        ("GET", "/api/orders/changes"),
        ("GET", "/api/orders/{order}"),
        ("GET", "/api/orders/{order}/history"),
        ("POST", "/api/orders/{order}/release"),
        ("GET", "/api/admin/deliveries"),
        ("POST", "/api/admin/deliveries/{delivery}/resend"),
        ("GET", "/api/admin/events"),
        ("GET", "/api/admin/events/{event_id}"),
        ("POST", "/api/admin/events/{event_id}/replay"),
        ("GET", "/api/admin/stats/daily"),
        ("GET", "/api/admin/overview"),
        ("GET", "/api/admin/disputes"),
        ("GET", "/api/products"),
        ("GET", "/api/config"),
        ("GET", "/health/live"),
        ("GET", "/health/ready"),
        ("GET", "/metrics"),
        ("GET", "/schema/openapi.json"),
    }


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_says_what_it_does_who_may_and_how_it_fails(name: str) -> None:
    operation = OPERATIONS[name]

    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert ("401" in operation["responses"]) is bool(operation["security"])
    for status, response in operation["responses"].items():
        if int(status) >= 400 and not (name == "isReady" and status == "503"):
            assert set(response["content"]) == {"application/problem+json"}


def test_what_callers_send_is_described_to_the_last_field() -> None:
    for operation in OPERATIONS.values():
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if "$ref" in content.get("schema", {}):
            name = content["schema"]["$ref"].rpartition("/")[2]
            assert document()["components"]["schemas"][name]["additionalProperties"] is False


def test_every_schema_is_a_schema() -> None:
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_body_has_an_example_that_passes_the_schema_and_the_validation() -> None:
    taking = {
        name: operation["requestBody"]["content"]["application/json"]
        for name, operation in OPERATIONS.items()
        if "$ref" in operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    }
    annotations = {
        str(handler.operation_id): handler.parsed_data_field.annotation
        for controller in CONTROLLERS
        for handler in vars(controller).values()
        if getattr(handler, "parsed_data_field", None) is not None
    }

    assert set(taking) == set(BODIES) == set(annotations)
    for name, content in taking.items():
        example: Any = content["example"]
        assert list(validator(json.dumps(content["schema"])).iter_errors(example)) == []
        assert list(faults_in(annotations[name], example)) == []


def test_every_operation_that_fails_in_its_own_way_exists() -> None:
    assert set(OWN) <= set(OPERATIONS)


def test_every_kind_of_problem_is_met_somewhere() -> None:
    described = json.dumps(document()["paths"])
    elsewhere = {"method_not_allowed", "origin_not_allowed", "request_head_too_large", "server_busy"}

    assert {kind.code for kind in KINDS if f"`{kind.code}`" not in described} == elsewhere


def test_every_dependency_of_a_handler_is_provided() -> None:
    of_the_edge = {"settings", "clock", "pages", "readiness", "gauges", "keyed"}

    assert dependencies() - of_the_edge == set(PROVIDED)
