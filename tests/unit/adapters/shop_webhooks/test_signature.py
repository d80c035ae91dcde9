"""What is signed here, the published verifiers accept, in Python and in JavaScript, by any secret in use."""

from __future__ import annotations

import json
import subprocess
from base64 import b64encode
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from adapters.shop_webhooks.body import event_body
from adapters.shop_webhooks.signature import Signer
from adapters.system.clock import SystemClock
from domain.orders.history import NO_HISTORY, chained
from domain.orders.shop_message import ShopMessage, shop_message
from tests import builders
from tests.node_tools import TOOLS, node_with

OLD = "whsec_" + b64encode(b"the secret that is going out").decode()
NEW = "whsec_" + b64encode(b"the secret that is coming in").decode()
FOREIGN = "whsec_" + b64encode(b"the secret of another shop..").decode()


def confirmed() -> ShopMessage:
    paid = builders.paid()
    message = shop_message(paid, chained(paid.id, NO_HISTORY, paid.changes, b"secret")[-1])
    assert message is not None
    return message


def in_python(secret: str, headers: dict[str, str], body: bytes) -> Any:
    try:
        return Webhook(secret).verify(body, headers)
    except WebhookVerificationError as refused:
        return {"refused": str(refused)}


def in_javascript(secret: str, headers: dict[str, str], body: bytes) -> Any:
    asked = json.dumps({"secret": secret, "headers": headers, "body": body.decode()})
    node = node_with("standardwebhooks")
    done = subprocess.run(
        [node, "verify-webhook.mjs"], cwd=TOOLS, input=asked, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("verified", [in_python, in_javascript])
def test_the_published_verifier_accepts_an_event_by_either_secret_and_no_other(verified: Any) -> None:
    message = confirmed()
    body = event_body(message)
    headers = Signer((OLD, NEW)).headers(message.id, SystemClock().now(), body)
    assert headers["webhook-id"] == message.id
    assert verified(OLD, headers, body) == json.loads(body)
    assert verified(NEW, headers, body) == json.loads(body)
    assert verified(FOREIGN, headers, body) == {"refused": "No matching signature found"}
    assert "refused" in verified(NEW, headers, body.replace(b"1299", b"1298"))
    assert "refused" in verified(NEW, headers | {"webhook-id": "another"}, body)
