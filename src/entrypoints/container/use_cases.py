"""Every use case over its ports: the whole of Till, wired."""

from dependency_injector import providers

from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.cancel_intent import CancelIntent
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
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.notifications.deliver_events import DeliverEvents
from application.notifications.relay_notifications import RelayNotifications
from application.notifications.watch_endpoints import WatchEndpoints
from application.orders.apply_fact import ApplyFact
from application.orders.list_orders import ListOrders
from application.orders.place_order import PlaceOrder
from application.orders.release_hold import ReleaseHold
from application.orders.show_history import ShowHistory
from application.orders.show_order import ShowOrder
from application.payment_methods.attach_payment_method import AttachPaymentMethod
from application.payment_methods.detach_payment_method import DetachPaymentMethod
from application.payment_methods.list_payment_methods import ListPaymentMethods
from application.ports.prices.addresses import AddressRules
from application.ports.prices.tables import Shipping, Taxes
from application.ports.storage.catalog import Catalog
from application.refunds.request_refund import RequestRefund
from application.refunds.send_to_stripe import SendRefund
from application.refunds.settle_refund import SettleRefund
from application.repair.reconcile import Reconcile
from application.repair.reread_order import ReRead
from application.repair.retry_events import RetryEvents
from application.repair.settle_orders import SettleOrders
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.receive_event import ReceiveEvent
from application.webhooks.replay_event import ReplayEvent
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


class Container(Adapters):
    """Every adapter and use case, one each for the life of the process and its event loop."""

    apply_fact: providers.Provider[ApplyFact] = providers.Singleton(
        ApplyFact,
        orders=Adapters.orders,
        users=Adapters.users,
        alerts=Adapters.alerts,
        cases=Adapters.case_records,
        clock=Adapters.clock,
    )
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

    place_order: providers.Provider[PlaceOrder] = providers.Singleton(
        PlaceOrder, orders=Adapters.orders, payments=Adapters.payments, clock=Adapters.clock
    )
    release_hold: providers.Provider[ReleaseHold] = providers.Singleton(
        ReleaseHold, orders=Adapters.orders, clock=Adapters.clock
    )
    show_order: providers.Provider[ShowOrder] = providers.Singleton(ShowOrder, orders=Adapters.orders)
    list_orders: providers.Provider[ListOrders] = providers.Singleton(ListOrders, search=Adapters.order_search)
    show_history: providers.Provider[ShowHistory] = providers.Singleton(ShowHistory, histories=Adapters.histories)

    send_refund: providers.Provider[SendRefund] = providers.Singleton(
        SendRefund, orders=Adapters.orders, refunds=Adapters.refunds, clock=Adapters.clock
    )
    settle_refund: providers.Provider[SettleRefund] = providers.Singleton(
        SettleRefund, orders=Adapters.orders, refunds=Adapters.refunds, send_refund=send_refund, clock=Adapters.clock
    )
    request_refund: providers.Provider[RequestRefund] = providers.Singleton(
        RequestRefund,
        orders=Adapters.orders,
        payments=Adapters.payments,
        refunds=Adapters.refunds,
        send_refund=send_refund,
        settle_refund=settle_refund,
        clock=Adapters.clock,
    )

    list_payment_methods: providers.Provider[ListPaymentMethods] = providers.Singleton(
        ListPaymentMethods, users=Adapters.users, methods=Adapters.payment_methods, search=Adapters.order_search
    )
    attach_payment_method: providers.Provider[AttachPaymentMethod] = providers.Singleton(
        AttachPaymentMethod,
        users=Adapters.users,
        methods=Adapters.payment_methods,
        declines=Adapters.declines,
        card_testing=card_testing,
        customer_of=get_or_create_customer,
        search=Adapters.order_search,
    )
    detach_payment_method: providers.Provider[DetachPaymentMethod] = providers.Singleton(
        DetachPaymentMethod, users=Adapters.users, methods=Adapters.payment_methods
    )

    apply_event: providers.Provider[ApplyEvent] = providers.Singleton(
        ApplyEvent, events=Adapters.event_reader, apply_fact=apply_fact, alerts=Adapters.alerts, clock=Adapters.clock
    )
    receive_event: providers.Provider[ReceiveEvent] = providers.Singleton(
        ReceiveEvent,
        events=Adapters.event_reader,
        inbox=Adapters.inbox,
        apply_event=apply_event,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    replay_event: providers.Provider[ReplayEvent] = providers.Singleton(
        ReplayEvent, search=Adapters.inbox_search, inbox=Adapters.inbox, apply_event=apply_event, clock=Adapters.clock
    )

    relay_notifications: providers.Provider[RelayNotifications] = providers.Singleton(
        RelayNotifications,
        outbox=Adapters.outbox,
        alerts=Adapters.alerts,
        mailer=Adapters.mailer,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    deliver_events: providers.Provider[DeliverEvents] = providers.Singleton(
        DeliverEvents,
        outbox=Adapters.shop_outbox,
        webhooks=Adapters.shop_webhooks,
        alerts=Adapters.alerts,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    watch_endpoints: providers.Provider[WatchEndpoints] = providers.Singleton(
        WatchEndpoints,
        endpoints=Adapters.shop_endpoints,
        outbox=Adapters.shop_outbox,
        alerts=Adapters.alerts,
        clock=Adapters.clock,
    )
    retry_events: providers.Provider[RetryEvents] = providers.Singleton(
        RetryEvents,
        inbox=Adapters.inbox,
        apply_event=apply_event,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    settle_orders: providers.Provider[SettleOrders] = providers.Singleton(
        SettleOrders,
        orders=Adapters.orders,
        due_orders=Adapters.due_orders,
        payments=Adapters.payments,
        search=Adapters.payment_search,
        refunds=Adapters.refunds,
        apply_fact=apply_fact,
        settle_refund=settle_refund,
        create_intent=create_intent,
        cancel_intent=cancel_intent,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    re_read: providers.Provider[ReRead] = providers.Singleton(
        ReRead,
        payments=Adapters.payments,
        search=Adapters.payment_search,
        refunds=Adapters.refunds,
        cases=Adapters.case_records,
    )
    reconcile: providers.Provider[Reconcile] = providers.Singleton(
        Reconcile,
        event_records=Adapters.event_records,
        records=Adapters.payment_records,
        re_read=re_read,
        receive_event=receive_event,
        apply_fact=apply_fact,
        payments=Adapters.payments,
        inbox=Adapters.inbox_search,
        search=Adapters.order_search,
        marks=Adapters.marks,
        clock=Adapters.clock,
    )
