"""What the shop's endpoints were sent, for admins."""

from application.ports.storage.deliveries import Delivery, DeliveryStatus
from domain.identifiers.order_number import order_number
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody, timestamp


class DeliveriesQuery(Body, kw_only=True, frozen=True):
    """The filters of the list of deliveries; `limit` counts orders.

    With `orderId`, an order's id or number, all of that order's deliveries are listed and nothing else is filtered.
    """

    limit: fields.Limit = 20
    cursor: fields.Cursor | None = None
    status: DeliveryStatus | None = None
    order_id: fields.OrderReference | None = None


class ResendBody(Body, kw_only=True, frozen=True):
    """Sending again has no parameters except the delivery's id."""


class DeliveryView(ResponseBody, kw_only=True):
    """An event at one of the shop's endpoints.

    `lastError` is why the last try failed; `url` is the endpoint without its query, null if it is configured no more.
    """

    id: str
    event_id: str
    type: str
    order_id: str
    order_number: str
    seq: int
    endpoint_id: str
    url: str | None
    status: str
    happened_at: str
    attempts: int
    tried_at: str | None = None
    next_try_at: str | None = None
    last_error: str | None = None

    @classmethod
    def of(cls, delivery: Delivery, urls: dict[str, str]) -> "DeliveryView":
        """Returns the delivery for admins; `urls` are the endpoints' by their ids."""
        place = delivery.id
        return cls(
            id=str(place),
            event_id=place.event_id,
            type=delivery.type.value,
            order_id=place.order_id,
            order_number=order_number(place.order_id),
            seq=place.seq,
            endpoint_id=place.endpoint_id,
            url=urls.get(place.endpoint_id),
            status=delivery.status.value,
            happened_at=timestamp(delivery.happened_at),
            attempts=delivery.attempts,
            tried_at=timestamp(delivery.tried_at) if delivery.tried_at else None,
            next_try_at=timestamp(delivery.next_try_at) if delivery.next_try_at else None,
            last_error=delivery.reason,
        )


class DeliveriesView(ResponseBody, kw_only=True):
    """The deliveries of some orders, those that changed last first; `nextCursor` is null on the last page."""

    deliveries: list[DeliveryView]
    next_cursor: str | None
