"""Stripe's way of saying no: every error the model answers is one of these."""

from stripe_stand_in.model.api.http import StripeObject

DOC_URL = "https://stripe.com/docs/error-codes/"


class Refusal(Exception):
    """An error answer.

    `executed` tells whether the endpoint had begun its work: only then is the answer kept under the idempotency key.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        executed: bool = True,
        headers: dict[str, str] | None = None,
        **details: object,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.executed = executed
        self.headers = headers or {}
        self.error: StripeObject = {"message": message, "type": kind}
        if code is not None:
            self.error |= {"code": code, "doc_url": DOC_URL + code.replace("_", "-")}
        if param is not None:
            self.error["param"] = param
        self.error |= {name: value for name, value in details.items() if value is not None}


def invalid(message: str, param: str | None = None, code: str | None = None, **details: object) -> Refusal:
    """A 400 for a call that was understood and can't be done as things stand."""
    return Refusal(400, message, code=code, param=param, **details)  # type: ignore[arg-type]


def malformed(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    """A 400 for parameters that fail validation: nothing began, nothing is kept under the key."""
    return Refusal(400, message, code=code, param=param, executed=False)


def missing(kind: str, given: str, param: str) -> Refusal:
    """An id that names nothing, in the path or in a parameter."""
    return Refusal(404, f"No such {kind.lower()}: '{given}'", code="resource_missing", param=param)


def unexpected_state(message: str, intent: StripeObject, code: str = "payment_intent_unexpected_state") -> Refusal:
    """An intent that is past the asked transition; the error carries the intent as it stands."""
    holder: StripeObject = {intent["object"]: intent}
    return Refusal(400, message, code=code, **holder)
