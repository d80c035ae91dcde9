"""The schema of a problem document, for the API's description."""

from entrypoints.http.problems.problem import FieldFault
from entrypoints.http.validation.fields import ResponseBody


class ProblemDocument(ResponseBody, kw_only=True):
    """An error (RFC 9457). `code` is stable; `detail` may be shown to people; `errors` names fields at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: list[FieldFault] | None = None
    order_id: str | None = None
    payment_status: str | None = None
    refundable: int | None = None
    decline_code: str | None = None
