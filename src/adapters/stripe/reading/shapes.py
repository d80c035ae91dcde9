"""What Till reads of Stripe's objects, of any API version since 2022-11-15: few fields, most of them optional.

Null and absent mean the same; a reference is an id or, where it was expanded, an object that has one. Enums are open,
so they are read as text (docs.stripe.com/upgrades).
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Id = Annotated[str, Meta(min_length=1, max_length=255, pattern=r"^[!-~]+\Z")]
Amount = Annotated[int, Meta(ge=0, lt=2**53)]
"""Any amount that JSON, JavaScript and MongoDB agree on; a true fact has no further limit."""
Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]
"""A Unix time up to the end of year 9999, where Python's calendar ends."""
Metadata = dict[str, Any] | None


class Identified(Struct, frozen=True, kw_only=True):
    """Any object, for its id."""

    id: Id


Reference = Id | Identified | None


class Instrument(Struct, frozen=True):
    """A card or a bank account, as far as it may be kept."""

    brand: str | None = None
    last4: str | None = None
    exp_month: int | None = None
    exp_year: int | None = None
    capture_before: Seconds | None = None
    fingerprint: str | None = None


class Instruments(Struct, frozen=True, kw_only=True):
    """What has a type and, under a field of that name, the particulars of a few types."""

    type: str = "unknown"
    card: Instrument | None = None
    us_bank_account: Instrument | None = None
    sepa_debit: Instrument | None = None
    bacs_debit: Instrument | None = None
    au_becs_debit: Instrument | None = None
    acss_debit: Instrument | None = None

    @property
    def instrument(self) -> Instrument:
        """The particulars, empty where the type has none that are shown."""
        found = getattr(self, self.type, None)
        return found if isinstance(found, Instrument) else Instrument()


class MethodShape(Instruments, frozen=True, kw_only=True):
    """A PaymentMethod."""

    id: Id
    object: Literal["payment_method"] = "payment_method"
    customer: Reference = None


class OutcomeShape(Struct, frozen=True):
    """How Stripe's fraud rules saw a charge."""

    risk_level: str | None = None


class CardDestinationShape(Struct, frozen=True):
    """The bank's reference of a card refund, by which a bank finds it."""

    reference: str | None = None


class DestinationShape(Struct, frozen=True):
    """Where a refund went."""

    card: CardDestinationShape | None = None


class ChargeShape(Identified, frozen=True, kw_only=True):
    """A Charge."""

    object: Literal["charge"] = "charge"
    created: Seconds | None = None
    payment_intent: Reference = None
    amount: Amount | None = None
    amount_captured: Amount | None = None
    amount_refunded: Amount = 0
    outcome: OutcomeShape | None = None
    payment_method: Reference = None
    payment_method_details: Instruments | None = None


class PaymentErrorShape(Struct, frozen=True, kw_only=True):
    """The `last_payment_error` of a PaymentIntent."""

    type: str | None = None
    code: str | None = None
    decline_code: str | None = None
    charge: Reference = None
    payment_method: Reference = None


class ActionPageShape(Struct, frozen=True):
    """The page of a next action, which each type names in its own way."""

    url: str | None = None
    hosted_instructions_url: str | None = None
    hosted_verification_url: str | None = None
    hosted_voucher_url: str | None = None

    @property
    def address(self) -> str | None:
        """The page's URL, where there is one."""
        return self.url or self.hosted_voucher_url or self.hosted_verification_url or self.hosted_instructions_url


class NextActionShape(Struct, frozen=True):
    """What the shopper must do next; most types have a page at Stripe, or at the bank (docs.stripe.com/api)."""

    type: str
    alipay_handle_redirect: ActionPageShape | None = None
    boleto_display_details: ActionPageShape | None = None
    cashapp_handle_redirect_or_display_qr_code: ActionPageShape | None = None
    display_bank_transfer_instructions: ActionPageShape | None = None
    konbini_display_details: ActionPageShape | None = None
    multibanco_display_details: ActionPageShape | None = None
    oxxo_display_details: ActionPageShape | None = None
    paynow_display_qr_code: ActionPageShape | None = None
    pix_display_qr_code: ActionPageShape | None = None
    promptpay_display_qr_code: ActionPageShape | None = None
    redirect_to_url: ActionPageShape | None = None
    swish_handle_redirect_or_display_qr_code: ActionPageShape | None = None
    verify_with_microdeposits: ActionPageShape | None = None
    wechat_pay_display_qr_code: ActionPageShape | None = None

    @property
    def page(self) -> str | None:
        """The URL of the action's page, where its type has one."""
        found = getattr(self, self.type, None)
        return found.address if isinstance(found, ActionPageShape) else None


class IntentShape(Identified, frozen=True, kw_only=True):
    """A PaymentIntent. `client_secret` is never to be stored or logged."""

    object: Literal["payment_intent"] = "payment_intent"
    status: str
    amount: Amount
    amount_received: Amount
    amount_capturable: Amount | None = None
    currency: str
    client_secret: str | None = None
    customer: Reference = None
    latest_charge: Id | ChargeShape | None = None
    payment_method: Id | MethodShape | None = None
    payment_method_types: list[str] | None = None
    last_payment_error: PaymentErrorShape | None = None
    next_action: NextActionShape | None = None
    capture_method: str | None = None
    cancellation_reason: str | None = None
    metadata: Metadata = None

    def __repr__(self) -> str:
        """Without the client secret."""
        return f"IntentShape({self.id}, {self.status})"


class RefundShape(Identified, frozen=True, kw_only=True):
    """A Refund."""

    object: Literal["refund"] = "refund"
    status: str | None = None
    amount: Amount
    currency: str
    created: Seconds
    payment_intent: Reference = None
    charge: Reference = None
    reason: str | None = None
    failure_reason: str | None = None
    pending_reason: str | None = None
    destination_details: DestinationShape | None = None
    balance_transaction: Reference = None
    metadata: Metadata = None


class EvidenceShape(Struct, frozen=True):
    """A dispute's evidence, for whether there was an appeal."""

    appeal: Any = None


class EvidenceDetailsShape(Struct, frozen=True):
    """When a dispute must be answered by."""

    due_by: Seconds | None = None


class DisputeShape(Identified, frozen=True, kw_only=True):
    """A Dispute."""

    object: Literal["dispute"] = "dispute"
    status: str
    amount: Amount
    currency: str
    reason: str | None = None
    payment_intent: Reference = None
    charge: Reference = None
    is_charge_refundable: bool | None = None
    evidence: EvidenceShape | None = None
    evidence_details: EvidenceDetailsShape | None = None
    created: Seconds | None = None


class WarningShape(Identified, frozen=True, kw_only=True):
    """An early fraud warning."""

    object: Literal["radar.early_fraud_warning"] = "radar.early_fraud_warning"
    fraud_type: str | None = None
    payment_intent: Reference = None
    charge: Reference = None


class ReviewShape(Identified, frozen=True, kw_only=True):
    """A review. The old field `reason` says why it is open or was closed."""

    object: Literal["review"] = "review"
    open: bool
    opened_reason: str | None = None
    closed_reason: str | None = None
    reason: str | None = None
    payment_intent: Reference = None
    charge: Reference = None


class CustomerShape(Identified, frozen=True, kw_only=True):
    """A Customer."""

    object: Literal["customer"] = "customer"


def id_of(reference: "Id | Identified | MethodShape | None") -> str | None:
    """The id that a reference is, or holds."""
    return reference.id if isinstance(reference, Identified | MethodShape) else reference
