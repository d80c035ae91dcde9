"""One example body for each operation that takes one; a test validates them against the schemas."""

from collections.abc import Mapping
from typing import Any, Final

_ITEMS: Final = [{"sku": "MUG-BLUE", "quantity": 2}, {"sku": "TEE-M", "quantity": 1}]
_ADDRESS: Final = {
    "name": "Ada Lovelace",
    "line1": "12 St James's Square",
    "city": "London",
    "postalCode": "SW1Y 4JH",
    "country": "GB",
}

BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "quoteCart": {"items": _ITEMS, "currency": "usd"},
    "createCheckout": {
        "reference": "cart-2094",
        "userId": "ada",
        "currency": "eur",
        "items": [{"sku": "TEA-GREEN", "name": "Green tea", "unitPrice": 1299, "quantity": 3}],
        "discounts": [{"name": "AUTUMN", "amount": 301}],
        "shipping": {"name": "Express", "amount": 699},
        "tax": {"amount": 273, "rate": "0.07", "jurisdiction": "DE"},
        "total": 4568,
        "receiptEmail": "ada@shop.example",
        "metadata": {"basket": "7"},
    },
    "createPaymentIntent": {
        "items": _ITEMS,
        "shippingAddress": _ADDRESS,
        "currency": "usd",
        "receiptEmail": "ada@shop.example",
    },
    "confirmPaymentIntent": {
        "paymentMethodId": "pm_1QK2mC2eZvKYlo2C",
        "returnUrl": "https://shop.example/checkout",
    },
    "cancelPaymentIntent": {"reason": "abandoned"},
    "attachPaymentMethod": {"paymentMethodId": "pm_1QK2mC2eZvKYlo2C"},
    "createRefund": {"orderId": "T-7XK2-M9QD-4RWB-C", "amount": 1299, "reason": "requested_by_customer"},
    "capturePayment": {"orderId": "T-7XK2-M9QD-4RWB-C", "amount": 1299},
    "cancelOrder": {},
    "placeOrder": {"paymentIntentId": "pi_3QK2mC2eZvKYlo2C1x"},
    "replayEvent": {},
    "resendEvent": {},
    "releaseHold": {"holdId": "hld_4r7w2m9q8x1c5v6b", "note": "The shopper proved the delivery."},
}
