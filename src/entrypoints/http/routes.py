"""Every route there is."""

from typing import Final

from entrypoints.http.controllers.admin import AdminController
from entrypoints.http.controllers.catalogue import CatalogueController
from entrypoints.http.controllers.checkout import CheckoutController
from entrypoints.http.controllers.health import HealthController
from entrypoints.http.controllers.orders import OrdersController
from entrypoints.http.controllers.pages import PagesController
from entrypoints.http.controllers.payment_methods import PaymentMethodsController
from entrypoints.http.controllers.payments import PaymentsController
from entrypoints.http.controllers.refunds import RefundsController
from entrypoints.http.controllers.schema import SchemaController
from entrypoints.http.controllers.webhooks import WebhooksController

CONTROLLERS: Final = (
    CheckoutController,
    PaymentsController,
    PaymentMethodsController,
    RefundsController,
    WebhooksController,
    OrdersController,
    AdminController,
    CatalogueController,
    HealthController,
    SchemaController,
    PagesController,
)
