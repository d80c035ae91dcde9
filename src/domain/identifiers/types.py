"""The types of ids, so that no id is taken for one of another kind."""

from typing import NewType

OrderId = NewType("OrderId", str)
RefundId = NewType("RefundId", str)
HoldId = NewType("HoldId", str)
UserId = NewType("UserId", str)
Sku = NewType("Sku", str)
CustomerId = NewType("CustomerId", str)
PaymentIntentId = NewType("PaymentIntentId", str)
PaymentMethodId = NewType("PaymentMethodId", str)
ChargeId = NewType("ChargeId", str)
StripeRefundId = NewType("StripeRefundId", str)
DisputeId = NewType("DisputeId", str)
EventId = NewType("EventId", str)
RequestScope = NewType("RequestScope", str)
"""What a POST's ids derive from: its idempotency key's whole scope, or something random where there is no key."""
