"""Saved payment methods, as callers spell them: brand, last four digits and expiry, never more of a card."""

from application.payment_methods.list_payment_methods import ListedMethod
from entrypoints.http.validation import fields
from entrypoints.http.validation.fields import Body, ResponseBody


class AttachBody(Body, kw_only=True, frozen=True):
    """The method to save, as Stripe.js made it."""

    payment_method_id: fields.PaymentMethodId


class PaymentMethodView(ResponseBody, kw_only=True):
    """A saved method; the default one is what its owner last paid with."""

    id: str
    type: str
    brand: str | None
    last4: str | None
    exp_month: int | None
    exp_year: int | None
    is_default: bool

    @classmethod
    def of(cls, listed: ListedMethod) -> "PaymentMethodView":
        """The method for its owner."""
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
    """All methods of the caller's."""

    payment_methods: list[PaymentMethodView]
