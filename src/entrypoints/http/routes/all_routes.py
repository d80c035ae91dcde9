"""The list of all controllers."""

from typing import Final

from entrypoints.http.routes.admin import AdminController
from entrypoints.http.routes.captures import CapturesController
from entrypoints.http.routes.catalog import CatalogController
from entrypoints.http.routes.checkout import CheckoutController
from entrypoints.http.routes.checkouts import CheckoutsController
from entrypoints.http.routes.deliveries import DeliveriesController
from entrypoints.http.routes.health import HealthController
from entrypoints.http.routes.orders import OrdersController
from entrypoints.http.routes.pages import PagesController
from entrypoints.http.routes.payment_methods import PaymentMethodsController
from entrypoints.http.routes.payments import PaymentsController
from entrypoints.http.routes.refunds import RefundsController
from entrypoints.http.routes.schema import SchemaController
from entrypoints.http.routes.webhooks import WebhooksController

CONTROLLERS: Final = (
    CheckoutController,
    CheckoutsController,
    PaymentsController,
    CapturesController,
    PaymentMethodsController,
    RefundsController,
    WebhooksController,
    OrdersController,
    AdminController,
    DeliveriesController,
    CatalogController,
    HealthController,
    SchemaController,
    PagesController,
)
