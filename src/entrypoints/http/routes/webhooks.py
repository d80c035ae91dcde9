"""POST /api/payments/webhook: Stripe's events."""

import re
from typing import Final

from litestar import Controller, post
from litestar.di import NamedDependency

from application.webhooks.receive_event import ReceiveEvent
from entrypoints.http.requests.caller import Call, note
from entrypoints.http.requests.query import ANY_QUERY_OPTION
from entrypoints.http.validation.fields import ResponseBody

LARGEST_EVENT: Final = 1024 * 1024
_EVENT_ID: Final = re.compile(rb'"id"\s*:\s*"(evt_\w+)"')


class Received(ResponseBody, kw_only=True):
    """The acknowledgement of an event."""

    received: bool


class WebhooksController(Controller):
    """The open route for events; the signature over the raw body authenticates Stripe."""

    path = "/api/payments/webhook"
    tags = ("Webhooks",)

    @post(
        "/",
        status_code=200,
        request_max_body_size=LARGEST_EVENT,
        opt={ANY_QUERY_OPTION: True},  # a registered URL may have a query, and no event may be lost by it
        operation_id="receiveEvent",
        summary="Receive an event",
    )
    async def receive(self, request: Call, receive_event: NamedDependency[ReceiveEvent]) -> Received:
        """Stores the event and applies it; an acknowledged event is stored."""
        signature = request.headers.get("stripe-signature")
        receive_event.check_signature_header(signature)
        body = await request.body()
        await receive_event(body, signature)
        found = _EVENT_ID.search(body)
        note(request, event_id=found[1].decode() if found else None)
        return Received(received=True)
