"""Reviews: payments that Radar wants a person to look at."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.events import tell
from stripe_stand_in.model.api.errors import invalid
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.api.parameters import LISTING, Fields, Moments

LIST = Fields(**LISTING, created=Moments())


def open_for(account: Account, intent: StripeObject | None, charge: StripeObject, opened_reason: str) -> StripeObject:
    """Open a review of a charge; `opened_reason` is rule or manual."""
    review: StripeObject = {
        "id": account.mint("prv"),
        "object": "review",
        "billing_zip": charge["billing_details"]["address"]["postal_code"],
        "charge": charge["id"],
        "closed_reason": None,
        "created": account.stamp,
        "ip_address": None,
        "ip_address_location": None,
        "livemode": False,
        "open": True,
        "opened_reason": opened_reason,
        "payment_intent": charge["payment_intent"],
        "reason": opened_reason,
        "session": None,
    }
    account.reviews.put(review)
    charge["review"] = review["id"]
    if intent is not None:
        intent["review"] = review["id"]
    tell(account, "review.opened", review)
    return review


def close(account: Account, review: StripeObject, reason: str) -> StripeObject:
    """Close a review: approved, refunded, refunded_as_fraud, disputed, redacted, canceled, acknowledged."""
    review |= {"open": False, "closed_reason": reason, "reason": reason}
    tell(account, "review.closed", review)
    return review


def close_of(account: Account, charge: StripeObject, reason: str) -> None:
    """Close what reviews of this charge are open."""
    for review in account.reviews.at("charge", charge["id"]):
        if review["open"]:
            close(account, review, reason)


def approve(account: Account, call: ApiRequest) -> StripeObject:
    """POST /v1/reviews/{review}/approve"""
    review = account.reviews.find(call.args["review"], "review")
    if not review["open"]:
        raise invalid("This review has already been closed.")
    return close(account, review, "approved")


def retrieve(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/reviews/{review}"""
    return account.reviews.find(call.args["review"], "review")


def page(account: Account, call: ApiRequest) -> StripeObject:
    """GET /v1/reviews: the open ones."""
    return account.reviews.page(call, "/v1/reviews", lambda review: bool(review["open"]))


OPERATIONS = (
    Operation("GET", "/v1/reviews", page, LIST),
    Operation("GET", "/v1/reviews/{review}", retrieve),
    Operation("POST", "/v1/reviews/{review}/approve", approve),
)
