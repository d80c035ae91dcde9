"""Every adapter behind its port; annotated with the ports, so that types prove each fit."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeAlias

from dependency_injector import containers, providers

from adapters.addresses import PostalAddressRules
from adapters.jwt.checkout_tokens import JwtCheckoutTokens, LoginOrCheckoutTokens
from adapters.jwt.shared_secret import SharedSecretTokens
from adapters.mongodb.driver.connection import Client, Database, connect, open_database
from adapters.mongodb.driver.health import MongoHealth
from adapters.mongodb.schema.differences import Difference
from adapters.mongodb.schema.migrate import migrate as migrate_database
from adapters.mongodb.stores.alerts import MongoAlerts
from adapters.mongodb.stores.backlog import MongoBacklog
from adapters.mongodb.stores.catalog import MongoCatalog, MongoCatalogImport
from adapters.mongodb.stores.declines import MongoDeclines
from adapters.mongodb.stores.deliveries import MongoDeliveries
from adapters.mongodb.stores.due_orders import MongoDueOrders
from adapters.mongodb.stores.histories import MongoHistories
from adapters.mongodb.stores.idempotency_keys import MongoIdempotencyKeys
from adapters.mongodb.stores.inbox import MongoInbox
from adapters.mongodb.stores.inbox_search import MongoInboxSearch
from adapters.mongodb.stores.leases import MongoLeases
from adapters.mongodb.stores.marks import MongoMarks
from adapters.mongodb.stores.open_cases import MongoOpenCases
from adapters.mongodb.stores.order_changes import MongoOrderChanges
from adapters.mongodb.stores.order_search import MongoOrderSearch
from adapters.mongodb.stores.orders import MongoOrders
from adapters.mongodb.stores.outbox import MongoOutbox
from adapters.mongodb.stores.rate_limiter import MongoRateLimiter
from adapters.mongodb.stores.shop_outbox import MongoShopOutbox
from adapters.mongodb.stores.users import MongoUsers
from adapters.shop_webhooks.sender import HttpShopWebhooks
from adapters.stripe.account import StripeAccount
from adapters.stripe.captures import StripeCaptures
from adapters.stripe.case_records import StripeCaseRecords
from adapters.stripe.customers import StripeCustomers
from adapters.stripe.event_reader import StripeEventReader
from adapters.stripe.event_records import StripeEventRecords
from adapters.stripe.payment_methods import StripePaymentMethods
from adapters.stripe.payment_records import StripePaymentRecords
from adapters.stripe.payment_search import StripePaymentSearch
from adapters.stripe.payments import StripePayments
from adapters.stripe.refunds import StripeRefunds
from adapters.stripe.sdk.calls import StripeCalls
from adapters.stripe.sdk.client import stripe_calls
from adapters.stripe.sdk.transport import over_the_network
from adapters.system.clock import SystemClock
from adapters.system.randomness import RandomRequestScopes, shuffle
from adapters.tables.files import TableReader
from adapters.tables.shipping import TableShipping, free_shipping
from adapters.tables.taxes import UNTAXED, TableTaxes
from application.notifications.report_refused_key import ReportRefusedKey
from application.ports.edge.backlog import Backlog
from application.ports.edge.checkout_tokens import CheckoutTokens
from application.ports.edge.idempotency_keys import IdempotencyKeys
from application.ports.edge.identity import TokenVerifier
from application.ports.edge.rate_limiter import RateLimiter
from application.ports.mail.alerts_webhook import AlertsWebhook
from application.ports.mail.mailer import Mailer
from application.ports.prices.addresses import AddressRules
from application.ports.prices.tables import Shipping, Taxes
from application.ports.shop.webhooks import Endpoint, EndpointId, ShopWebhooks, endpoint_at
from application.ports.storage.alerts import Alerts
from application.ports.storage.catalog import Catalog, CatalogImport
from application.ports.storage.declines import Declines
from application.ports.storage.deliveries import Deliveries
from application.ports.storage.due_orders import DueOrders
from application.ports.storage.histories import Histories
from application.ports.storage.inbox import Inbox, InboxSearch
from application.ports.storage.leases import Leases
from application.ports.storage.marks import Marks
from application.ports.storage.open_cases import OpenCases
from application.ports.storage.order_changes import OrderChanges
from application.ports.storage.order_search import OrderSearch
from application.ports.storage.orders import Orders
from application.ports.storage.outbox import Outbox
from application.ports.storage.shop_outbox import ShopOutbox
from application.ports.storage.users import Users
from application.ports.stripe.captures import Captures
from application.ports.stripe.customers import Customers
from application.ports.stripe.events import EventReader
from application.ports.stripe.payment_methods import PaymentMethods
from application.ports.stripe.payments import Payments, PaymentSearch
from application.ports.stripe.records import CaseRecords, EventRecords, PaymentRecords
from application.ports.stripe.refunds import Refunds
from application.ports.system.clock import Clock, RequestScopes
from application.ports.system.fault_reports import FaultReports
from entrypoints.container.notifiers import alerts_webhook_of, mailer_of
from entrypoints.settings import NO_TABLE, Settings
from entrypoints.telemetry.errors.fault_reports import LoggedFaultReports
from entrypoints.telemetry.observers.inbox import WatchedInbox
from entrypoints.telemetry.observers.orders import WatchedOrders
from entrypoints.telemetry.observers.shop_webhooks import watch_delivery
from entrypoints.telemetry.observers.stripe_calls import StripeWatch

Migrate: TypeAlias = Callable[..., Awaitable[list[Difference]]]
"""Brings the database up to date."""

Endpoints: TypeAlias = tuple[Endpoint, ...]
"""The shop's endpoints to notify."""


def _client(settings: Settings) -> Client:
    return connect(settings.mongodb.uri.reveal())


def _database(settings: Settings, client: Client) -> Database:
    return open_database(client, settings.mongodb.database)


def _orders(settings: Settings, database: Database, endpoint_ids: Sequence[EndpointId]) -> MongoOrders:
    (signing, *_) = _audit_secrets(settings)
    return MongoOrders(database, signing, endpoint_ids)


def _audit_secrets(settings: Settings) -> list[bytes]:
    return [secret.reveal().encode() for secret in settings.audit_secrets]


def _endpoints(settings: Settings) -> Endpoints:
    return tuple(endpoint_at(url) for url in settings.shop_webhooks.urls)


def _endpoint_ids(endpoints: Endpoints) -> tuple[EndpointId, ...]:
    return tuple(endpoint.id for endpoint in endpoints)


def _shop_webhooks(settings: Settings) -> HttpShopWebhooks:
    return HttpShopWebhooks([secret.reveal() for secret in settings.shop_webhooks.secrets], watch_delivery)


def _as_port(webhooks: ShopWebhooks) -> ShopWebhooks:
    return webhooks


def _calls(settings: Settings, watch: StripeWatch) -> StripeCalls:
    return stripe_calls(
        settings.stripe.secret_key.reveal(),
        over_the_network(),
        api_base=settings.stripe.api_base,
        watch=watch,
        on_refused_key=watch.refused,
    )


def _payments(settings: Settings, calls: StripeCalls, clock: Clock) -> StripePayments:
    return StripePayments(
        calls=calls,
        clock=clock,
        payment_method_types=settings.stripe.payment_method_types,
        statement_descriptor_suffix=settings.stripe.statement_descriptor_suffix,
    )


def _events(settings: Settings) -> StripeEventReader:
    return StripeEventReader(
        secrets=tuple(secret.reveal() for secret in settings.stripe.webhook_secrets), live=settings.stripe.live
    )


def _shipping(settings: Settings, addresses: AddressRules) -> Shipping:
    tables, read = settings.tables, TableReader(addresses=addresses)
    if tables.shipping != NO_TABLE:
        return TableShipping(read.shipping(tables.shipping))
    taxed = () if tables.taxes == NO_TABLE else tuple(read.taxes(tables.taxes).countries)
    return TableShipping(free_shipping(taxed or addresses.countries()))


def _taxes(settings: Settings, addresses: AddressRules) -> Taxes:
    path = settings.tables.taxes
    return TableTaxes(UNTAXED if path == NO_TABLE else TableReader(addresses=addresses).taxes(path))


def _checkout_tokens(settings: Settings, clock: Clock) -> JwtCheckoutTokens:
    return JwtCheckoutTokens(_audit_secrets(settings), clock)


def _token_verifier(settings: Settings, clock: Clock) -> TokenVerifier:
    return LoginOrCheckoutTokens(login=_login_tokens(settings), checkouts=_checkout_tokens(settings, clock))


def _login_tokens(settings: Settings) -> TokenVerifier:
    tokens = settings.tokens
    if tokens.jwks_url is not None:
        # Only they need `cryptography`, which `till serve` does not load for a shared secret.
        from adapters.jwt.key_set import KeySet
        from adapters.jwt.published_keys import PublishedKeyTokens

        return PublishedKeyTokens(keys=KeySet(tokens.jwks_url), issuer=tokens.issuer, audience=tokens.audience)
    secrets = [secret.reveal() for secret in tokens.secrets]
    return SharedSecretTokens(secrets=secrets, issuer=tokens.issuer, audience=tokens.audience)


def _rate_limiter(settings: Settings, database: Database, clock: Clock) -> RateLimiter | None:
    limit = settings.edge.rate_limit
    if limit is None:
        return None
    return MongoRateLimiter(database, clock, count=limit.count, seconds=limit.seconds)


class Adapters(containers.DeclarativeContainer):
    """Every adapter, one each for the life of the process and its event loop."""

    settings: providers.Provider[Settings] = providers.Dependency(instance_of=Settings)

    clock: providers.Provider[Clock] = providers.Singleton(SystemClock)
    request_scopes: providers.Provider[RequestScopes] = providers.Singleton(RandomRequestScopes)
    addresses: providers.Provider[AddressRules] = providers.Singleton(PostalAddressRules)
    shipping: providers.Provider[Shipping] = providers.Singleton(_shipping, settings, addresses)
    taxes: providers.Provider[Taxes] = providers.Singleton(_taxes, settings, addresses)
    mailer: providers.Provider[Mailer] = providers.Singleton(mailer_of, settings, clock)
    alerts_webhook: providers.Provider[AlertsWebhook | None] = providers.Singleton(alerts_webhook_of, settings)
    fault_reports: providers.Provider[FaultReports] = providers.Singleton(LoggedFaultReports)
    checkout_tokens: providers.Provider[CheckoutTokens] = providers.Singleton(_checkout_tokens, settings, clock)
    token_verifier: providers.Provider[TokenVerifier] = providers.Singleton(_token_verifier, settings, clock)

    mongodb_client: providers.Provider[Client] = providers.Singleton(_client, settings)
    database: providers.Provider[Database] = providers.Singleton(_database, settings, mongodb_client)
    mongodb_health: providers.Provider[MongoHealth] = providers.Singleton(MongoHealth, database)
    rate_limiter: providers.Provider[RateLimiter | None] = providers.Singleton(_rate_limiter, settings, database, clock)
    shop_endpoints: providers.Provider[Endpoints] = providers.Singleton(_endpoints, settings)
    endpoint_ids: providers.Provider[tuple[EndpointId, ...]] = providers.Singleton(_endpoint_ids, shop_endpoints)
    http_shop_webhooks: providers.Provider[HttpShopWebhooks] = providers.Singleton(_shop_webhooks, settings)
    shop_webhooks: providers.Provider[ShopWebhooks] = providers.Singleton(_as_port, http_shop_webhooks)
    migrate: providers.Provider[Migrate] = providers.Singleton(partial, migrate_database, database, endpoint_ids)
    stored_orders: providers.Provider[Orders] = providers.Singleton(_orders, settings, database, endpoint_ids)
    orders: providers.Provider[Orders] = providers.Singleton(WatchedOrders, stored_orders)
    order_search: providers.Provider[OrderSearch] = providers.Singleton(MongoOrderSearch, database)
    open_cases: providers.Provider[OpenCases] = providers.Singleton(MongoOpenCases, database)
    order_changes: providers.Provider[OrderChanges] = providers.Singleton(MongoOrderChanges, database)
    histories: providers.Provider[Histories] = providers.Singleton(MongoHistories, database)
    due_orders: providers.Provider[DueOrders] = providers.Singleton(
        MongoDueOrders, database, providers.Object(shuffle), endpoint_ids
    )
    users: providers.Provider[Users] = providers.Singleton(MongoUsers, database)
    declines: providers.Provider[Declines] = providers.Singleton(MongoDeclines, database)
    catalog: providers.Provider[Catalog] = providers.Singleton(MongoCatalog, database)
    catalog_import: providers.Provider[CatalogImport] = providers.Singleton(MongoCatalogImport, database)
    stored_inbox: providers.Provider[Inbox] = providers.Singleton(MongoInbox, database, providers.Object(shuffle))
    inbox: providers.Provider[Inbox] = providers.Singleton(WatchedInbox, stored_inbox)
    inbox_search: providers.Provider[InboxSearch] = providers.Singleton(MongoInboxSearch, database)
    outbox: providers.Provider[Outbox] = providers.Singleton(
        MongoOutbox, database, providers.Object(shuffle), endpoint_ids
    )
    alerts: providers.Provider[Alerts] = providers.Singleton(MongoAlerts, database, providers.Object(shuffle))
    shop_outbox: providers.Provider[ShopOutbox] = providers.Singleton(MongoShopOutbox, database, endpoint_ids)
    deliveries: providers.Provider[Deliveries] = providers.Singleton(MongoDeliveries, database, endpoint_ids)
    leases: providers.Provider[Leases] = providers.Singleton(MongoLeases, database)
    backlog: providers.Provider[Backlog] = providers.Singleton(MongoBacklog, database, endpoint_ids)
    marks: providers.Provider[Marks] = providers.Singleton(MongoMarks, database)
    idempotency_keys: providers.Provider[IdempotencyKeys] = providers.Singleton(MongoIdempotencyKeys, database)

    report_refused_key: providers.Provider[ReportRefusedKey] = providers.Singleton(
        ReportRefusedKey, alerts=alerts, clock=clock
    )
    stripe_watch: providers.Provider[StripeWatch] = providers.Singleton(StripeWatch, report_refused_key)
    stripe_calls: providers.Provider[StripeCalls] = providers.Singleton(_calls, settings, stripe_watch)
    stripe_account: providers.Provider[StripeAccount] = providers.Singleton(StripeAccount, calls=stripe_calls)
    payments: providers.Provider[Payments] = providers.Singleton(_payments, settings, stripe_calls, clock)
    payment_search: providers.Provider[PaymentSearch] = providers.Singleton(
        StripePaymentSearch, calls=stripe_calls, clock=clock
    )
    customers: providers.Provider[Customers] = providers.Singleton(StripeCustomers, calls=stripe_calls)
    payment_methods: providers.Provider[PaymentMethods] = providers.Singleton(
        StripePaymentMethods, calls=stripe_calls, clock=clock
    )
    captures: providers.Provider[Captures] = providers.Singleton(StripeCaptures, calls=stripe_calls, clock=clock)
    refunds: providers.Provider[Refunds] = providers.Singleton(StripeRefunds, calls=stripe_calls)
    event_reader: providers.Provider[EventReader] = providers.Singleton(_events, settings)
    event_records: providers.Provider[EventRecords] = providers.Singleton(
        StripeEventRecords, calls=stripe_calls, clock=clock
    )
    payment_records: providers.Provider[PaymentRecords] = providers.Singleton(
        StripePaymentRecords, calls=stripe_calls, clock=clock
    )
    case_records: providers.Provider[CaseRecords] = providers.Singleton(
        StripeCaseRecords, calls=stripe_calls, clock=clock
    )
