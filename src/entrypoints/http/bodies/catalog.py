"""The catalog and the page's configuration."""

from typing import Annotated

from msgspec import Meta

from domain.catalog.product import Product
from domain.money.currency import Currency
from entrypoints.http.validation.fields import Body, ResponseBody


class ProductsQuery(Body, kw_only=True, frozen=True):
    """The filter of the list of products."""

    sku: Annotated[str, Meta(min_length=1, max_length=5_000)] | None = None


class ProductView(ResponseBody, kw_only=True):
    """A product with its price in each currency, in minor units."""

    sku: str
    name: str
    description: str
    image_url: str | None
    prices: dict[str, int]
    max_quantity: int

    @classmethod
    def of(cls, product: Product) -> "ProductView":
        """Returns the product for shoppers."""
        return cls(
            sku=product.sku,
            name=product.name,
            description=product.description,
            image_url=product.image_url,
            prices={price.currency: price.amount for price in product.prices},
            max_quantity=product.max_quantity,
        )


class ProductsView(ResponseBody, kw_only=True):
    """All active products."""

    products: list[ProductView]


class CurrencyView(ResponseBody, kw_only=True):
    """A currency and the number of decimals of its minor unit."""

    code: str
    exponent: int

    @classmethod
    def of(cls, currency: Currency) -> "CurrencyView":
        """Returns the currency for the page."""
        return cls(code=currency.code, exponent=currency.exponent)


class ShopView(ResponseBody, kw_only=True):
    """How the shop presents itself; null where it gave nothing."""

    name: str | None
    url: str | None
    logo_url: str | None
    contact: str | None
    terms_url: str | None
    privacy_url: str | None


class ConfigView(ResponseBody, kw_only=True):
    """The page's configuration; `stripeJsUrl` is null where Stripe's own script is used."""

    publishable_key: str
    stripe_js_url: str | None
    currency: str
    currencies: list[CurrencyView]
    countries: list[str]
    shop: ShopView
    login_url: str | None
