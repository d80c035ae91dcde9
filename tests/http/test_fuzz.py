"""Whatever is sent, the answer is one that is described and never a failure of ours.

Requests are made up from the API's description, good ones and bad ones, for every operation. `make fuzz` sends others
at each run, and far more.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from entrypoints.http.routes.all_routes import CONTROLLERS
from entrypoints.http.validation.faults import faults_in, quickly_valid
from tests.http.described import document, validator
from tests.http.till import Till, running

AnyCase = Case[Any]
pytestmark = pytest.mark.fuzz

REQUESTS = 30
"""For each operation, of either kind; the profile of `make fuzz` asks for more."""

SCHEMA = schemathesis.openapi.from_dict(document())
OPERATIONS = {
    operation.definition.raw["operationId"]: operation
    for operation in (found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok))
}
ANNOTATIONS = {
    str(handler.operation_id): handler.parsed_data_field.annotation
    for controller in CONTROLLERS
    for handler in vars(controller).values()
    if getattr(handler, "parsed_data_field", None) is not None
}
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "till")
FUZZING = settings(
    parent=settings.get_profile(PROFILE),
    max_examples=REQUESTS if PROFILE == "till" else settings.get_profile(PROFILE).max_examples,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
KINDS = [
    pytest.param(name, mode, id=f"{name}-{mode.value}")
    for name, operation in sorted(OPERATIONS.items())
    for mode in GenerationMode
    # What takes nothing can't be sent anything wrong.
    if mode is GenerationMode.POSITIVE or {"parameters", "requestBody"} & operation.definition.raw.keys()
]


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for the whole module, since hypothesis calls its tests without one."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def shop(runner: asyncio.Runner) -> Iterator[tuple[Till, dict[str, str]]]:
    """An API with something to find in it, by the names of path parameters."""
    opening = running()
    till = runner.run(opening.__aenter__())
    yield till, runner.run(_things_that_exist(till))
    runner.run(opening.__aexit__(None, None, None))


@pytest.mark.parametrize(("name", "mode"), KINDS)
def test_any_request_is_answered_as_described(
    name: str, mode: GenerationMode, runner: asyncio.Runner, shop: tuple[Till, dict[str, str]]
) -> None:
    till, real = shop

    @FUZZING
    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode), existing=st.booleans())
    def holds(case: AnyCase, existing: bool) -> None:
        if existing:
            given_path = case.path_parameters or {}
            case.path_parameters = {key: real.get(key, value) for key, value in given_path.items()}
        runner.run(_send(till, name, case))

    holds()


@pytest.mark.parametrize("name", sorted(ANNOTATIONS))
def test_the_schema_and_the_validation_agree(name: str) -> None:
    schema = document_schema(name)

    @FUZZING
    @given(case=st.one_of(*(OPERATIONS[name].as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def agree(case: AnyCase) -> None:
        if not isinstance(case.body, dict | list | str | int | float | bool | None):
            return
        by_schema = sorted({fault.json_path for fault in validator(schema).iter_errors(case.body)})
        by_validation = list(faults_in(ANNOTATIONS[name], _as_decoded(case.body)))
        assert bool(by_schema) == bool(by_validation), (case.body, by_schema, by_validation)
        text = json.dumps(case.body, ensure_ascii=False)
        assert not (quickly_valid(ANNOTATIONS[name], _as_decoded(case.body), text) and by_validation), case.body

    agree()


def document_schema(name: str) -> str:
    """The schema of an operation's body, as JSON."""
    body = OPERATIONS[name].definition.raw["requestBody"]["content"]["application/json"]
    return json.dumps(body["schema"])


def _as_decoded(body: Any) -> Any:
    return json.loads(
        json.dumps(body), parse_float=lambda spelt: int(float(spelt)) if float(spelt).is_integer() else float(spelt)
    )


async def _things_that_exist(till: Till) -> dict[str, str]:
    created = await till.paid()
    await till.deliver()
    events = (await till.get("/api/admin/events", till.admin)).json()["events"]
    return {
        "intent_id": created["paymentIntentId"],
        "order": created["orderNumber"],
        "method_id": await till.saved_method(),
        "event_id": events[0]["id"],
    }


async def _send(till: Till, name: str, case: AnyCase) -> None:
    request = case.as_transport_kwargs(base_url="http://till.test")
    headers = {
        key: value.translate({0: None, 10: None, 13: None}).encode("utf-8", "replace")
        for key, value in request["headers"].items()
    }
    if OPERATIONS[name].definition.raw["security"]:
        operators = "403" in OPERATIONS[name].definition.raw["responses"] and "/api/admin" in case.path
        who = till.admin if operators or name in ("createRefund", "releaseHold", "getOrderHistory") else till.ada
        headers["Authorization"] = who["Authorization"].encode()
    content = request.get("data", b"")
    if "json" in request:
        content = json.dumps(request["json"]).encode()
    # The hook of the client holds the answer to the description.
    answer = await till.http.request(
        request["method"], request["url"], params=request["params"], headers=headers, content=content
    )
    assert answer.status_code < 500, answer.text
