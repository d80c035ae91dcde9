"""Reviews: payments that wait for a person's decision."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import record_event
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import LISTING, Fields, TimeRange

LIST = Fields(**LISTING, created=TimeRange())


def open_for(account: Account, intent: StripeObject | None, charge: StripeObject, opened_reason: str) -> StripeObject:
    """Opens a review of a charge; `opened_reason` is rule or manual."""
    review: StripeObject = {
        "id": account.new_id("prv"),
        "object": "review",
        "billing_zip": charge["billing_details"]["address"]["postal_code"],
        "charge": charge["id"],
        "closed_reason": None,
        "created": account.timestamp,
        "ip_address": None,
        "ip_address_location": None,
        "livemode": False,
        "open": True,
        "opened_reason": opened_reason,
        "payment_intent": charge["payment_intent"],
        "reason": opened_reason,
        "session": None,
    }
    account.reviews.add(review)
    charge["review"] = review["id"]
    if intent is not None:
        intent["review"] = review["id"]
    record_event(account, "review.opened", review)
    return review


def close(account: Account, review: StripeObject, reason: str) -> StripeObject:
    """Closes a review: approved, refunded, refunded_as_fraud, disputed, redacted, canceled, acknowledged."""
    review |= {"open": False, "closed_reason": reason, "reason": reason}
    record_event(account, "review.closed", review)
    return review


def close_all_of(account: Account, charge: StripeObject, reason: str) -> None:
    """Closes the open reviews of this charge."""
    for review in account.reviews.where("charge", charge["id"]):
        if review["open"]:
            close(account, review, reason)


def approve(account: Account, request: ApiRequest) -> StripeObject:
    """POST /v1/reviews/{review}/approve"""
    review = account.reviews.find(request.path_args["review"], "review")
    if not review["open"]:
        raise invalid("This review has already been closed.")
    return close(account, review, "approved")


def retrieve(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/reviews/{review}"""
    return account.reviews.find(request.path_args["review"], "review")


def page(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/reviews: the open ones."""
    return account.reviews.page(request, "/v1/reviews", lambda review: bool(review["open"]))


OPERATIONS = (
    Operation("GET", "/v1/reviews", page, LIST),
    Operation("GET", "/v1/reviews/{review}", retrieve),
    Operation("POST", "/v1/reviews/{review}/approve", approve),
)
