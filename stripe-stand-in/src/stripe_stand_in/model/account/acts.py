"""Actions of others than the shop: shoppers, banks, card networks, Radar and Dashboard users."""

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.account.deliveries import Deliveries
from stripe_stand_in.model.api.errors import ApiError, invalid
from stripe_stand_in.model.api.http import StripeObject
from stripe_stand_in.model.resources import disputes, reviews
from stripe_stand_in.model.resources import early_fraud_warnings as warnings
from stripe_stand_in.model.resources.payment_intents import authentication, confirmation, debits, outcome, vouchers
from stripe_stand_in.model.resources.refunds import refunds
from stripe_stand_in.model.resources.setup_intents import setup_intents


class Acts:
    """Each act takes ids and plain values, and returns the resulting id or status.

    An unknown id, or an act that the object's state does not allow, raises ApiError.
    """

    _account: Account
    _deliveries: Deliveries

    def advance(self) -> None:
        """Runs the scheduled effects that are due; the model that these acts belong to says how."""

    def authenticate(self, intent_id: str, client_secret: str, ok: bool) -> str:
        """Completes an intent's 3-D Secure challenge as passed or failed; returns the intent's new status."""
        self.advance()
        intent = self._find_intent(intent_id, client_secret)
        action = (intent["next_action"] or {}).get("type")
        if intent["status"] != "requires_action" or action not in ("redirect_to_url", "use_stripe_sdk"):
            raise invalid(f"No authentication is required: the status is {intent['status']}.")
        payment = intent["object"] == "payment_intent"
        if not ok:
            resource = outcome if payment else setup_intents
            resource.record_challenge_failure(self._account, intent, authentication.failure(intent["object"]))
            return str(intent["status"])
        state = self._account.confirmation_states[intent_id]
        state.authenticated = True
        try:
            if not payment:
                setup_intents.complete(self._account, intent)
            elif intent["confirmation_method"] == "manual":
                intent |= {"status": "requires_confirmation", "next_action": None}
            else:
                confirmation.pay(self._account, intent, challenged=True)
        except ApiError as api_error:
            if api_error.status != 402:
                raise
        return str(intent["status"])

    def return_address(self, intent_id: str, client_secret: str) -> str | None:
        """Returns the URL that the bank's page redirects to after a challenge, with Stripe's query parameters."""
        intent = self._find_intent(intent_id, client_secret)
        address = self._account.confirmation_states[intent_id].return_url
        if address is None:
            return None
        name = intent["object"]
        status = "failed" if intent["status"] == "requires_payment_method" else "succeeded"
        joint = "&" if "?" in address else "?"
        return f"{address}{joint}{name}={intent_id}&{name}_client_secret={client_secret}&redirect_status={status}"

    def settle_payment(self, intent_id: str, ok: bool = True, failure: str = "insufficient_funds") -> str:
        """Settles a bank debit or pays a voucher, or fails it with a code; returns the intent's status."""
        self.advance()
        intent = self._account.payment_intents.find(intent_id, "intent")
        if vouchers.waits(intent):
            if ok:
                vouchers.pay(self._account, intent)
            else:
                vouchers.expire(self._account, intent, outcome.record_failure)
            return str(intent["status"])
        if intent["status"] != "processing":
            raise invalid(f"There is no debit to settle: the status is {intent['status']}.")
        debits.settle(self._account, intent_id, intent["latest_charge"], None if ok else failure)
        return str(intent["status"])

    def open_dispute(
        self,
        charge_or_intent: str,
        reason: str = "fraudulent",
        inquiry: bool = False,
        refundable: bool = False,
        amount: int | None = None,
    ) -> str:
        """Opens a dispute, or an inquiry, about a payment; returns the dispute's id."""
        self.advance()
        dispute = disputes.open_against(
            self._account,
            self._paid(charge_or_intent),
            reason=reason,
            inquiry=inquiry,
            refundable=refundable,
            amount=amount,
        )
        return str(dispute["id"])

    def escalate_inquiry(self, dispute_id: str) -> str:
        """Turns an inquiry into a dispute under the same id, also one that was closed before."""
        self.advance()
        dispute = self._dispute(dispute_id, (*disputes.INQUIRING, "warning_closed"))
        disputes.escalate(self._account, dispute)
        return str(dispute["status"])

    def close_dispute(self, dispute_id: str, status: str) -> str:
        """Closes a dispute as won, lost, prevented or warning_closed."""
        self.advance()
        dispute = self._dispute(dispute_id, (*disputes.OPEN, *disputes.INQUIRING))
        return str(disputes.decide(self._account, dispute, status)["status"])

    def appeal_dispute(self, dispute_id: str, submitted: bool = False) -> str:
        """Appeals a lost dispute; once submitted it is under review and can be closed as won or lost again."""
        self.advance()
        dispute = self._dispute(dispute_id, ("lost", "appeal_needs_response"))
        return str(disputes.appeal(self._account, dispute, submitted=submitted)["status"])

    def warn(self, charge_or_intent: str, fraud_type: str = "unauthorized_use_of_card") -> str:
        """Issues an early fraud warning; returns its id."""
        self.advance()
        return str(warnings.issue(self._account, self._paid(charge_or_intent), fraud_type)["id"])

    def open_review(self, charge_or_intent: str, opened_reason: str = "manual") -> str:
        """Opens a review of a payment; returns its id."""
        self.advance()
        charge = self._paid(charge_or_intent)
        intent = self._account.payment_intents.get(charge["payment_intent"])
        return str(reviews.open_for(self._account, intent, charge, opened_reason)["id"])

    def close_review(self, review_id: str, reason: str = "approved") -> str:
        """Closes a review with Stripe's reason: approved, refunded, refunded_as_fraud, disputed, canceled…"""
        self.advance()
        review = self._account.reviews.find(review_id)
        if not review["open"]:
            raise invalid("This review has already been closed.")
        reviews.close(self._account, review, reason)
        return str(review["closed_reason"])

    def settle_refund(self, refund_id: str, ok: bool = True, failure: str = "lost_or_stolen_card") -> str:
        """Makes a refund succeed, or fail even after it succeeded; returns its status."""
        self.advance()
        refund = self._account.refunds.find(refund_id)
        if ok:
            refund["status"] = "pending" if refund["status"] == "requires_action" else refund["status"]
            refunds.succeed(self._account, refund)
        else:
            refunds.fail(self._account, refund, failure)
        return str(refund["status"])

    def ask_refund_details(self, refund_id: str) -> str:
        """Moves a pending refund to requires_action, in which the customer has to name a destination."""
        self.advance()
        refund = self._account.refunds.find(refund_id)
        if refund["status"] != "pending":
            raise invalid(f"The refund needs no details: its status is {refund['status']}.")
        refunds.ask_customer(self._account, refund)
        return str(refund["status"])

    def resend_event(self, event_id: str, endpoint_id: str) -> None:
        """Sends an event to an endpoint again, as the Dashboard's button does."""
        self.advance()
        self._deliveries.resend(self._account.events.find(event_id), endpoint_id)

    def _find_intent(self, intent_id: str, client_secret: str) -> StripeObject:
        intent = self._account.payment_intents.get(intent_id) or self._account.setup_intents.find(intent_id, "intent")
        if intent["client_secret"] != client_secret:
            raise invalid("The client_secret provided does not match this intent.", "client_secret")
        return intent

    def _paid(self, charge_or_intent: str) -> StripeObject:
        intent = self._account.payment_intents.get(charge_or_intent)
        charge = self._account.charges.find(intent["latest_charge"] or "" if intent else charge_or_intent, "charge")
        if not charge["captured"]:
            raise invalid("This charge was not captured.")
        return charge

    def _dispute(self, dispute_id: str, among: tuple[str, ...]) -> StripeObject:
        dispute = self._account.disputes.find(dispute_id, "dispute")
        if dispute["status"] not in among:
            raise invalid(f"The dispute's status does not allow this: it is {dispute['status']}.")
        return dispute
