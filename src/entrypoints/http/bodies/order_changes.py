"""The orders that changed, for systems that pull."""

from entrypoints.http.bodies.orders import OrderView
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody


class ChangesQuery(Body, kw_only=True, frozen=True):
    """Where to go on from, which is the `nextCursor` of the answer before; from the first change if left out."""

    after: fields.ChangesCursor | None = None
    limit: fields.Limit = 100


class ChangesView(ResponseBody, kw_only=True):
    """Orders that changed, the longest unchanged first; at the end `nextCursor` is the cursor that was given."""

    orders: list[OrderView]
    next_cursor: str
