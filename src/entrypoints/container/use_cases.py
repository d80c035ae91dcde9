"""Every use case over its ports: the whole of Till, wired."""

from dependency_injector import providers

from application.checkout.cancel_checkout import CancelCheckout
from application.checkout.cancel_intent import CancelIntent
from application.checkout.card_testing import CardTestingLimit
from application.checkout.confirm_payment import ConfirmPayment
from application.checkout.create_intent import AskForIntent
from application.checkout.quote_cart import QuoteCart
from application.checkout.show_payment import ShowPayment
from application.checkout.start_checkout import StartCheckout
from application.customers.get_or_create_customer import GetOrCreateCustomer
from application.notifications.relay_notifications import RelayNotifications
from application.orders.apply_fact import TakeInFact
from application.orders.list_orders import ListOrders
from application.orders.place_order import PlaceOrder
from application.orders.release_hold import ReleaseHold
from application.orders.show_history import ShowHistory
from application.orders.show_order import ShowOrder
from application.payment_methods.attach_payment_method import AttachPaymentMethod
from application.payment_methods.detach_payment_method import DetachPaymentMethod
from application.payment_methods.list_payment_methods import ListPaymentMethods
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
from entrypoints.container.outside import Outside
from entrypoints.settings import Settings


def _quote_cart(settings: Settings, catalog: Catalog, shipping: Shipping, taxes: Taxes) -> QuoteCart:
    return QuoteCart(catalog=catalog, shipping=shipping, taxes=taxes, default_currency=settings.default_currency)


class Container(Outside):
    """Every adapter and use case, one each for the life of the process and its event loop."""

    take_in_fact: providers.Provider[TakeInFact] = providers.Singleton(
        TakeInFact, orders=Outside.orders, users=Outside.users, alerts=Outside.alerts, clock=Outside.clock
    )
    get_or_create_customer: providers.Provider[GetOrCreateCustomer] = providers.Singleton(
        GetOrCreateCustomer, users=Outside.users, customers=Outside.customers, clock=Outside.clock
    )
    card_testing: providers.Provider[CardTestingLimit] = providers.Singleton(
        CardTestingLimit, declines=Outside.declines, clock=Outside.clock
    )
    quote_cart: providers.Provider[QuoteCart] = providers.Singleton(
        _quote_cart, Outside.settings, Outside.catalog, Outside.shipping, Outside.taxes
    )
    ask_for_intent: providers.Provider[AskForIntent] = providers.Singleton(
        AskForIntent,
        orders=Outside.orders,
        users=Outside.users,
        payments=Outside.payments,
        search=Outside.payment_search,
        customer_of=get_or_create_customer,
        clock=Outside.clock,
    )
    cancel_intent: providers.Provider[CancelIntent] = providers.Singleton(
        CancelIntent,
        orders=Outside.orders,
        payments=Outside.payments,
        ask_for_intent=ask_for_intent,
        clock=Outside.clock,
    )
    start_checkout: providers.Provider[StartCheckout] = providers.Singleton(
        StartCheckout,
        quote_cart=quote_cart,
        users=Outside.users,
        card_testing=card_testing,
        customer_of=get_or_create_customer,
        orders=Outside.orders,
        payments=Outside.payments,
        ask_for_intent=ask_for_intent,
        cancel_intent=cancel_intent,
        clock=Outside.clock,
        lifetime=Outside.settings.provided.checkout_ttl,
    )
    show_payment: providers.Provider[ShowPayment] = providers.Singleton(
        ShowPayment, orders=Outside.orders, payments=Outside.payments
    )
    confirm_payment: providers.Provider[ConfirmPayment] = providers.Singleton(
        ConfirmPayment,
        orders=Outside.orders,
        users=Outside.users,
        payments=Outside.payments,
        methods=Outside.payment_methods,
        card_testing=card_testing,
        clock=Outside.clock,
        public_url=Outside.settings.provided.public_url,
    )
    cancel_checkout: providers.Provider[CancelCheckout] = providers.Singleton(
        CancelCheckout, orders=Outside.orders, payments=Outside.payments, cancel_intent=cancel_intent
    )

    place_order: providers.Provider[PlaceOrder] = providers.Singleton(
        PlaceOrder, orders=Outside.orders, payments=Outside.payments, clock=Outside.clock
    )
    release_hold: providers.Provider[ReleaseHold] = providers.Singleton(
        ReleaseHold, orders=Outside.orders, clock=Outside.clock
    )
    show_order: providers.Provider[ShowOrder] = providers.Singleton(ShowOrder, orders=Outside.orders)
    list_orders: providers.Provider[ListOrders] = providers.Singleton(ListOrders, search=Outside.order_search)
    show_history: providers.Provider[ShowHistory] = providers.Singleton(ShowHistory, histories=Outside.histories)

    send_refund: providers.Provider[SendRefund] = providers.Singleton(
        SendRefund, orders=Outside.orders, refunds=Outside.refunds, clock=Outside.clock
    )
    settle_refund: providers.Provider[SettleRefund] = providers.Singleton(
        SettleRefund, orders=Outside.orders, refunds=Outside.refunds, send_refund=send_refund, clock=Outside.clock
    )
    request_refund: providers.Provider[RequestRefund] = providers.Singleton(
        RequestRefund,
        orders=Outside.orders,
        payments=Outside.payments,
        refunds=Outside.refunds,
        send_refund=send_refund,
        settle_refund=settle_refund,
        clock=Outside.clock,
    )

    list_payment_methods: providers.Provider[ListPaymentMethods] = providers.Singleton(
        ListPaymentMethods, users=Outside.users, methods=Outside.payment_methods, search=Outside.order_search
    )
    attach_payment_method: providers.Provider[AttachPaymentMethod] = providers.Singleton(
        AttachPaymentMethod,
        users=Outside.users,
        methods=Outside.payment_methods,
        declines=Outside.declines,
        card_testing=card_testing,
        customer_of=get_or_create_customer,
        search=Outside.order_search,
    )
    detach_payment_method: providers.Provider[DetachPaymentMethod] = providers.Singleton(
        DetachPaymentMethod, users=Outside.users, methods=Outside.payment_methods
    )

    apply_event: providers.Provider[ApplyEvent] = providers.Singleton(
        ApplyEvent, events=Outside.event_reader, take_in_fact=take_in_fact, alerts=Outside.alerts, clock=Outside.clock
    )
    receive_event: providers.Provider[ReceiveEvent] = providers.Singleton(
        ReceiveEvent,
        events=Outside.event_reader,
        inbox=Outside.inbox,
        apply_event=apply_event,
        fault_reports=Outside.fault_reports,
        clock=Outside.clock,
    )
    replay_event: providers.Provider[ReplayEvent] = providers.Singleton(
        ReplayEvent, search=Outside.inbox_search, inbox=Outside.inbox, apply_event=apply_event, clock=Outside.clock
    )

    relay_notifications: providers.Provider[RelayNotifications] = providers.Singleton(
        RelayNotifications,
        outbox=Outside.outbox,
        alerts=Outside.alerts,
        mailer=Outside.mailer,
        fault_reports=Outside.fault_reports,
        clock=Outside.clock,
    )
    retry_events: providers.Provider[RetryEvents] = providers.Singleton(
        RetryEvents,
        inbox=Outside.inbox,
        apply_event=apply_event,
        fault_reports=Outside.fault_reports,
        clock=Outside.clock,
    )
    settle_orders: providers.Provider[SettleOrders] = providers.Singleton(
        SettleOrders,
        orders=Outside.orders,
        attention=Outside.attention,
        payments=Outside.payments,
        search=Outside.payment_search,
        refunds=Outside.refunds,
        take_in_fact=take_in_fact,
        settle_refund=settle_refund,
        ask_for_intent=ask_for_intent,
        cancel_intent=cancel_intent,
        fault_reports=Outside.fault_reports,
        clock=Outside.clock,
    )
    re_read: providers.Provider[ReRead] = providers.Singleton(
        ReRead,
        payments=Outside.payments,
        search=Outside.payment_search,
        refunds=Outside.refunds,
        cases=Outside.case_records,
    )
    reconcile: providers.Provider[Reconcile] = providers.Singleton(
        Reconcile,
        event_records=Outside.event_records,
        records=Outside.payment_records,
        re_read=re_read,
        receive_event=receive_event,
        take_in_fact=take_in_fact,
        payments=Outside.payments,
        inbox=Outside.inbox_search,
        search=Outside.order_search,
        marks=Outside.marks,
        clock=Outside.clock,
    )
