"""Stripe's errors: every error response of the model is one of these."""

from stripe_stand_in.model.api.http import StripeObject

DOC_URL = "https://stripe.com/docs/error-codes/"


class ApiError(Exception):
    """An error response.

    `executed` says whether the endpoint had begun its work: only then is the response stored under the idempotency key.
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


def invalid(message: str, param: str | None = None, code: str | None = None, **details: object) -> ApiError:
    """Returns the 400 for a valid request that the current state does not allow."""
    return ApiError(400, message, code=code, param=param, **details)  # type: ignore[arg-type]


def malformed(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """Returns the 400 for parameters that fail validation; it is not stored under the idempotency key."""
    return ApiError(400, message, code=code, param=param, executed=False)


def missing(kind: str, identity: str, param: str) -> ApiError:
    """Returns the 404 for an unknown id in the path or in a parameter."""
    return ApiError(404, f"No such {kind.lower()}: '{identity}'", code="resource_missing", param=param)


def not_served(method: str, path: str) -> ApiError:
    """Returns the 501 for an endpoint that the stand-in does not offer, or Stripe's 404 for a path without its id."""
    if path.endswith("/"):
        return ApiError(
            404,
            f"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing "
            "slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in "
            "your code. Please see https://stripe.com/docs or we can help at https://support.stripe.com/.",
            executed=False,
        )
    return ApiError(
        501,
        f"The stand-in does not offer {method} {path}. GET /_stand_in/coverage lists what it offers.",
        code="not_offered",
        executed=False,
    )


def unexpected_state(message: str, intent: StripeObject, code: str = "payment_intent_unexpected_state") -> ApiError:
    """Returns the 400 for an intent whose status does not allow the request; it carries the intent."""
    holder: StripeObject = {intent["object"]: intent}
    return ApiError(400, message, code=code, **holder)
