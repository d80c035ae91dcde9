"""/api/products and /api/config: what the page needs before anyone has signed in."""

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from application.ports.prices.tables import Shipping
from application.ports.storage.catalog import Catalog
from domain.money.currency import CURRENCIES
from entrypoints.http.bodies.catalog import ConfigView, CurrencyView, ProductsView, ProductView
from entrypoints.settings import Settings


class CatalogueController(Controller):
    """Open to everyone."""

    path = "/api"
    tags = ("Catalogue",)

    @get("/products", operation_id="listProducts", summary="List products")
    async def products(self, catalog: NamedDependency[SkipValidation[Catalog]]) -> ProductsView:
        """All products that are sold."""
        products = await catalog.products()
        return ProductsView(products=[ProductView.of(product) for product in products if product.active])

    @get("/config", operation_id="getConfig", summary="Show how the page is set up")
    async def config(
        self,
        catalog: NamedDependency[SkipValidation[Catalog]],
        shipping: NamedDependency[SkipValidation[Shipping]],
        settings: NamedDependency[SkipValidation[Settings]],
    ) -> ConfigView:
        """The publishable key, where Stripe.js comes from, and the currencies and countries of the shop."""
        priced = {price.currency for product in await catalog.products() for price in product.prices}
        codes = sorted(priced | {settings.default_currency})
        return ConfigView(
            publishable_key=settings.stripe.publishable_key,
            stripe_js_url=settings.stripe.js_url,
            currency=settings.default_currency,
            currencies=[CurrencyView.of(CURRENCIES[code]) for code in codes if code in CURRENCIES],
            countries=list(shipping.countries()),
        )
