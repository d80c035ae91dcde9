"""A webhook gets in by its signature, and is acknowledged once it is kept."""

from __future__ import annotations

import pytest

from tests.http.served import exchange, served
from tests.http.till import Till


async def test_a_webhook_without_a_good_signature_is_refused_and_not_kept(till: Till) -> None:
    await till.started()
    delivery = next(iter(till.model.deliveries_due()))
    signature = delivery.headers["Stripe-Signature"]
    for headers in ({}, {"Stripe-Signature": "t=1,v1=00"}, {"Stripe-Signature": signature.replace("v1=", "v1=0")}):
        answer = await till.http.post("/api/payments/webhook", content=delivery.body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_signature")
    till.clock.advance(301)
    stale = await till.http.post(
        "/api/payments/webhook", content=delivery.body, headers={"Stripe-Signature": signature}
    )

    assert (stale.status_code, stale.json()["code"]) == (400, "invalid_signature")
    assert (await till.get("/api/admin/events", till.admin)).json()["events"] == []


async def test_a_webhook_may_have_a_mebibyte(till: Till) -> None:
    forged = {"Stripe-Signature": f"t={till.clock.now().timestamp():.0f},v1=00"}

    allowed = await till.http.post("/api/payments/webhook", content=b" " * 1_048_576, headers=forged)
    too_much = await till.http.post("/api/payments/webhook", content=b" " * 1_048_577, headers=forged)

    assert (allowed.status_code, allowed.json()["code"]) == (400, "invalid_signature")
    assert (too_much.status_code, too_much.json()["code"]) == (413, "payload_too_large")


@pytest.mark.parametrize("signature", [None, "", "nonsense", "t=1,v1=00", "v1=00", "t={now}", "t={now},v0=00"])
async def test_the_body_of_an_unsigned_webhook_is_not_read(till: Till, signature: str | None) -> None:
    now = f"{till.clock.now().timestamp():.0f}"
    signed = f"Stripe-Signature: {signature.format(now=now)}\r\n" if signature is not None else ""
    head = f"POST /api/payments/webhook HTTP/1.1\r\nHost: till.test\r\nContent-Length: 1048576\r\n{signed}\r\n"

    async with served(till) as port:
        answer = await exchange(port, head.encode())

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'"code":"invalid_signature"' in answer


async def test_a_webhook_that_can_not_be_kept_is_sent_again(till: Till) -> None:
    await till.started()
    till.stores.faults.down = True

    assert set(await till.deliver()) == {503}
