"""Every use case over its ports: the whole of Till, wired."""

from dependency_injector import providers

from application.notifications.deliver_events import DeliverEvents
from application.notifications.relay_notifications import RelayNotifications
from application.notifications.resend_event import ResendEvent
from application.notifications.watch_endpoints import WatchEndpoints
from application.orders.apply_fact import ApplyFact
from application.orders.find_orders import FindOrders
from application.orders.list_changes import ListChanges
from application.orders.list_orders import ListOrders
from application.orders.place_order import PlaceOrder
from application.orders.release_hold import ReleaseHold
from application.orders.show_history import ShowHistory
from application.orders.show_order import ShowOrder
from application.orders.show_overview import ShowOverview
from application.payment_methods.attach_payment_method import AttachPaymentMethod
from application.payment_methods.detach_payment_method import DetachPaymentMethod
from application.payment_methods.list_payment_methods import ListPaymentMethods
from application.refunds.request_refund import RequestRefund
from application.refunds.send_to_stripe import SendRefund
from application.refunds.settle_refund import SettleRefund
from application.repair.check_paid_orders import CheckPaidOrders
from application.repair.reconcile import Reconcile
from application.repair.reread_order import ReRead
from application.repair.retry_events import RetryEvents
from application.repair.settle_orders import SettleOrders
from application.webhooks.apply_event import ApplyEvent
from application.webhooks.receive_event import ReceiveEvent
from application.webhooks.replay_event import ReplayEvent
from application.webhooks.show_event import ShowEvent
from entrypoints.container.adapters import Adapters
from entrypoints.container.payments import Payments


class Container(Payments):
    """Every adapter and use case, one each for the life of the process and its event loop."""

    apply_fact: providers.Provider[ApplyFact] = providers.Singleton(
        ApplyFact,
        orders=Adapters.orders,
        users=Adapters.users,
        alerts=Adapters.alerts,
        cases=Adapters.case_records,
        clock=Adapters.clock,
    )
    place_order: providers.Provider[PlaceOrder] = providers.Singleton(
        PlaceOrder, orders=Adapters.orders, payments=Adapters.payments, clock=Adapters.clock
    )
    release_hold: providers.Provider[ReleaseHold] = providers.Singleton(
        ReleaseHold, orders=Adapters.orders, clock=Adapters.clock
    )
    show_order: providers.Provider[ShowOrder] = providers.Singleton(ShowOrder, orders=Adapters.orders)
    list_orders: providers.Provider[ListOrders] = providers.Singleton(ListOrders, search=Adapters.order_search)
    find_orders: providers.Provider[FindOrders] = providers.Singleton(
        FindOrders, orders=Adapters.orders, search=Adapters.order_search
    )
    show_overview: providers.Provider[ShowOverview] = providers.Singleton(
        ShowOverview, backlog=Adapters.backlog, cases=Adapters.open_cases, clock=Adapters.clock
    )
    list_changes: providers.Provider[ListChanges] = providers.Singleton(
        ListChanges, changes=Adapters.order_changes, clock=Adapters.clock
    )
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
        card_testing=Payments.card_testing,
        stop_card_testing=Payments.stop_card_testing,
        customer_of=Payments.get_or_create_customer,
        search=Adapters.order_search,
    )
    detach_payment_method: providers.Provider[DetachPaymentMethod] = providers.Singleton(
        DetachPaymentMethod, users=Adapters.users, methods=Adapters.payment_methods
    )

    apply_event: providers.Provider[ApplyEvent] = providers.Singleton(
        ApplyEvent,
        events=Adapters.event_reader,
        apply_fact=apply_fact,
        alerts=Adapters.alerts,
        stop_card_testing=Payments.stop_card_testing,
        clock=Adapters.clock,
    )
    receive_event: providers.Provider[ReceiveEvent] = providers.Singleton(
        ReceiveEvent,
        events=Adapters.event_reader,
        inbox=Adapters.inbox,
        apply_event=apply_event,
        fault_reports=Adapters.fault_reports,
        clock=Adapters.clock,
    )
    show_event: providers.Provider[ShowEvent] = providers.Singleton(
        ShowEvent, search=Adapters.inbox_search, records=Adapters.event_records
    )
    replay_event: providers.Provider[ReplayEvent] = providers.Singleton(
        ReplayEvent,
        search=Adapters.inbox_search,
        inbox=Adapters.inbox,
        show_event=show_event,
        apply_event=apply_event,
        clock=Adapters.clock,
    )

    relay_notifications: providers.Provider[RelayNotifications] = providers.Singleton(
        RelayNotifications,
        outbox=Adapters.outbox,
        alerts=Adapters.alerts,
        mailer=Adapters.mailer,
        webhook=Adapters.alerts_webhook,
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
    resend_event: providers.Provider[ResendEvent] = providers.Singleton(
        ResendEvent, deliveries=Adapters.deliveries, clock=Adapters.clock
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
        watch_authorization=Payments.watch_authorization,
        create_intent=Payments.create_intent,
        cancel_intent=Payments.cancel_intent,
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
    check_paid_orders: providers.Provider[CheckPaidOrders] = providers.Singleton(
        CheckPaidOrders,
        search=Adapters.order_search,
        payments=Adapters.payments,
        alerts=Adapters.alerts,
        clock=Adapters.clock,
    )
    reconcile: providers.Provider[Reconcile] = providers.Singleton(
        Reconcile,
        event_records=Adapters.event_records,
        records=Adapters.payment_records,
        re_read=re_read,
        receive_event=receive_event,
        apply_fact=apply_fact,
        check_paid_orders=check_paid_orders,
        payments=Adapters.payments,
        inbox=Adapters.inbox_search,
        search=Adapters.order_search,
        marks=Adapters.marks,
        clock=Adapters.clock,
    )
