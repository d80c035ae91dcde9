"""Saved payment methods: of a card only brand, last four digits and expiry."""

from application.payment_methods.list_payment_methods import ListedMethod
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody


class AttachBody(Body, kw_only=True, frozen=True):
    """The payment method from Stripe.js to save."""

    payment_method_id: fields.PaymentMethodId


class PaymentMethodView(ResponseBody, kw_only=True):
    """A saved payment method; the default is the one last paid with."""

    id: str
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None
    is_default: bool

    @classmethod
    def of(cls, listed: ListedMethod) -> "PaymentMethodView":
        """Returns the payment method for its owner."""
        method = listed.method
        return cls(
            id=method.id,
            type=method.type,
            brand=method.brand,
            last4=method.last4,
            exp_month=method.exp_month,
            exp_year=method.exp_year,
            is_default=listed.is_default,
        )


class PaymentMethodsView(ResponseBody, kw_only=True):
    """The caller's payment methods."""

    payment_methods: list[PaymentMethodView]
