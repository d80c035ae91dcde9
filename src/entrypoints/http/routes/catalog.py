"""/api/products and /api/config: what the page needs before anyone has signed in."""

from typing import Final

from litestar import Controller, get
from litestar.config.compression import CompressionConfig
from litestar.di import NamedDependency
from litestar.middleware import DefineMiddleware
from litestar.middleware.compression import CompressionMiddleware
from litestar.params import SkipValidation

from application.ports.prices.tables import Shipping
from application.ports.storage.catalog import Catalog
from domain.money.currency import CURRENCIES
from entrypoints.http.bodies.catalog import ConfigView, CurrencyView, ProductsQuery, ProductsView, ProductView, ShopView
from entrypoints.http.requests.query import asking
from entrypoints.settings import Settings

_COMPRESSED: Final = DefineMiddleware(CompressionMiddleware, config=CompressionConfig(backend="gzip", minimum_size=256))
"""Only this answer is compressed: it holds no secret, on whose contents its size could depend."""


class CatalogController(Controller):
    """Open routes for the catalog and the page's configuration."""

    path = "/api"
    tags = ("Catalog",)

    @get(
        "/products",
        **asking(ProductsQuery),
        middleware=[_COMPRESSED],
        operation_id="listProducts",
        summary="List products",
    )
    async def products(
        self, asked: NamedDependency[ProductsQuery], catalog: NamedDependency[SkipValidation[Catalog]]
    ) -> ProductsView:
        """Lists all active products, or those of the SKUs in `sku`, separated by commas."""
        wanted = None if asked.sku is None else frozenset(asked.sku.split(","))
        products = [product for product in await catalog.products() if wanted is None or product.sku in wanted]
        return ProductsView(products=[ProductView.of(product) for product in products if product.active])

    @get("/config", operation_id="getConfig", summary="Show the page's configuration")
    async def config(
        self,
        catalog: NamedDependency[SkipValidation[Catalog]],
        shipping: NamedDependency[SkipValidation[Shipping]],
        settings: NamedDependency[SkipValidation[Settings]],
    ) -> ConfigView:
        """Returns the publishable key, the URL of Stripe.js, and the shop's currencies and countries."""
        priced = {price.currency for product in await catalog.products() for price in product.prices}
        codes = sorted(priced | {settings.default_currency})
        return ConfigView(
            publishable_key=settings.stripe.publishable_key,
            stripe_js_url=settings.stripe.js_url,
            currency=settings.default_currency,
            currencies=[CurrencyView.of(CURRENCIES[code]) for code in codes if code in CURRENCIES],
            countries=list(shipping.countries()),
            shop=ShopView(
                name=settings.shop.name,
                url=settings.shop.url,
                logo_url=settings.shop.logo_url,
                contact=settings.shop.contact,
                terms_url=settings.shop.terms_url,
                privacy_url=settings.shop.privacy_url,
            ),
            login_url=settings.shop.login_url,
        )
