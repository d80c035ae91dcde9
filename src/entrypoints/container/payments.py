"""The use cases of checkouts and their payments, over their ports."""

from dependency_injector import providers

from application.captures.capture_payment import CapturePayment
from application.captures.send_capture import SendCapture
from application.captures.settle_capture import SettleCapture
from application.captures.watch_authorization import WatchAuthorization
from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.cancel_intent import CancelIntent
from application.checkout.cancel_order import CancelOrder
from application.checkout.card_testing import CardTestingLimit
from application.checkout.confirm_payment import ConfirmPayment
from application.checkout.create_checkout import CreateCheckout
from application.checkout.create_intent import CreateIntent
from application.checkout.link_checkout import LinkCheckout
from application.checkout.open_checkout import OpenCheckout
from application.checkout.quote_cart import QuoteCart
from application.checkout.replace_checkout import ReplaceCheckout
from application.checkout.shop_pricing import ShopPricing
from application.checkout.show_payment import ShowPayment
from application.checkout.start_checkout import StartCheckout
from application.checkout.stop_card_testing import StopCardTesting
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.ports.prices.addresses import AddressRules
from application.ports.prices.tables import Shipping, Taxes
from application.ports.storage.catalog import Catalog
from entrypoints.container.adapters import Adapters
from entrypoints.settings import Settings


def _quote_cart(
    settings: Settings, catalog: Catalog, shipping: Shipping, taxes: Taxes, addresses: AddressRules
) -> QuoteCart:
    return QuoteCart(
        catalog=catalog,
        shipping=shipping,
        taxes=taxes,
        addresses=addresses,
        default_currency=settings.default_currency,
    )


class Payments(Adapters):
    """How a payment is asked for, made, taken and let go."""

    get_or_create_customer: providers.Provider[GetOrCreateCustomer] = providers.Singleton(
        GetOrCreateCustomer, users=Adapters.users, customers=Adapters.customers, clock=Adapters.clock
    )
    card_testing: providers.Provider[CardTestingLimit] = providers.Singleton(
        CardTestingLimit, declines=Adapters.declines, clock=Adapters.clock
    )
    quote_cart: providers.Provider[QuoteCart] = providers.Singleton(
        _quote_cart, Adapters.settings, Adapters.catalog, Adapters.shipping, Adapters.taxes, Adapters.addresses
    )
    create_intent: providers.Provider[CreateIntent] = providers.Singleton(
        CreateIntent,
        orders=Adapters.orders,
        users=Adapters.users,
        payments=Adapters.payments,
        search=Adapters.payment_search,
        customer_of=get_or_create_customer,
        clock=Adapters.clock,
    )
    cancel_intent: providers.Provider[CancelIntent] = providers.Singleton(
        CancelIntent,
        orders=Adapters.orders,
        payments=Adapters.payments,
        create_intent=create_intent,
        clock=Adapters.clock,
    )
    stop_card_testing: providers.Provider[StopCardTesting] = providers.Singleton(
        StopCardTesting,
        card_testing=card_testing,
        users=Adapters.users,
        search=Adapters.order_search,
        cancel_intent=cancel_intent,
    )
    replace_checkout: providers.Provider[ReplaceCheckout] = providers.Singleton(
        ReplaceCheckout, orders=Adapters.orders, cancel_intent=cancel_intent, clock=Adapters.clock
    )
    link_checkout: providers.Provider[LinkCheckout] = providers.Singleton(
        LinkCheckout, tokens=Adapters.checkout_tokens, public_url=Adapters.settings.provided.public_url
    )
    create_checkout: providers.Provider[CreateCheckout] = providers.Singleton(
        CreateCheckout,
        pricing=providers.Singleton(ShopPricing),
        addresses=Adapters.addresses,
        users=Adapters.users,
        orders=Adapters.orders,
        replace_checkout=replace_checkout,
        link_checkout=link_checkout,
        clock=Adapters.clock,
        lifetime=Adapters.settings.provided.checkout_ttl,
        capture_method=Adapters.settings.provided.stripe.capture_method,
        risk_holds=Adapters.settings.provided.stripe.risk_holds,
    )
    open_checkout: providers.Provider[OpenCheckout] = providers.Singleton(
        OpenCheckout,
        addresses=Adapters.addresses,
        orders=Adapters.orders,
        users=Adapters.users,
        payments=Adapters.payments,
        card_testing=card_testing,
        customer_of=get_or_create_customer,
        create_intent=create_intent,
        replace_checkout=replace_checkout,
        clock=Adapters.clock,
    )
    start_checkout: providers.Provider[StartCheckout] = providers.Singleton(
        StartCheckout,
        quote_cart=quote_cart,
        addresses=Adapters.addresses,
        users=Adapters.users,
        card_testing=card_testing,
        customer_of=get_or_create_customer,
        orders=Adapters.orders,
        payments=Adapters.payments,
        create_intent=create_intent,
        replace_checkout=replace_checkout,
        clock=Adapters.clock,
        lifetime=Adapters.settings.provided.checkout_ttl,
        capture_method=Adapters.settings.provided.stripe.capture_method,
        risk_holds=Adapters.settings.provided.stripe.risk_holds,
    )
    show_payment: providers.Provider[ShowPayment] = providers.Singleton(
        ShowPayment, orders=Adapters.orders, payments=Adapters.payments
    )
    confirm_payment: providers.Provider[ConfirmPayment] = providers.Singleton(
        ConfirmPayment,
        orders=Adapters.orders,
        users=Adapters.users,
        payments=Adapters.payments,
        methods=Adapters.payment_methods,
        card_testing=card_testing,
        clock=Adapters.clock,
        public_url=Adapters.settings.provided.public_url,
    )
    cancel_checkout: providers.Provider[CancelCheckout] = providers.Singleton(
        CancelCheckout, orders=Adapters.orders, payments=Adapters.payments, cancel_intent=cancel_intent
    )

    cancel_order: providers.Provider[CancelOrder] = providers.Singleton(
        CancelOrder, orders=Adapters.orders, cancel_intent=cancel_intent
    )
    send_capture: providers.Provider[SendCapture] = providers.Singleton(
        SendCapture,
        orders=Adapters.orders,
        captures=Adapters.captures,
        payments=Adapters.payments,
        clock=Adapters.clock,
    )
    settle_capture: providers.Provider[SettleCapture] = providers.Singleton(
        SettleCapture,
        orders=Adapters.orders,
        payments=Adapters.payments,
        send_capture=send_capture,
        clock=Adapters.clock,
    )
    capture_payment: providers.Provider[CapturePayment] = providers.Singleton(
        CapturePayment,
        orders=Adapters.orders,
        payments=Adapters.payments,
        send_capture=send_capture,
        settle_capture=settle_capture,
        clock=Adapters.clock,
    )
    watch_authorization: providers.Provider[WatchAuthorization] = providers.Singleton(
        WatchAuthorization,
        orders=Adapters.orders,
        payments=Adapters.payments,
        settle_capture=settle_capture,
        clock=Adapters.clock,
    )
