"""What the page reads before anybody signs in, and locales that it may send."""

from __future__ import annotations

import pytest

from tests.http.till import CART, Till, running


async def test_the_page_learns_what_it_needs_without_a_token(till: Till) -> None:
    products = (await till.http.get("/api/products")).json()["products"]
    config = (await till.http.get("/api/config")).json()

    assert {product["sku"] for product in products} == {"tea-green", "cup-blue"}
    assert set(products[0]) == {"sku", "name", "description", "imageUrl", "prices", "maxQuantity"}
    assert products[0]["prices"]["kwd"] == 1230
    assert set(config) == {"publishableKey", "stripeJsUrl", "currency", "currencies", "countries", "shop", "loginUrl"}
    assert {"code": "kwd", "exponent": 3} in config["currencies"]
    assert {"code": "jpy", "exponent": 0} in config["currencies"]
    assert config["stripeJsUrl"] is None


@pytest.mark.parametrize("locale", ["C", "", "en_US@posix", "de-AT-u-co-phonebk", "日本語"])
async def test_no_locale_stops_a_sale(till: Till, locale: str) -> None:
    assert (await till.post("/api/payments/create-intent", {**CART, "locale": locale})).status_code == 201


async def test_the_configuration_says_how_the_shop_presents_itself() -> None:
    shop = {"SHOP_NAME": "Alder & Sons", "SHOP_URL": "https://alder.example", "LOGIN_URL": "https://alder.example/in"}
    async with running(**shop) as till:
        config = (await till.get("/api/config")).json()
    assert (config["shop"]["name"], config["shop"]["url"]) == ("Alder & Sons", "https://alder.example")
    assert config["shop"]["termsUrl"] is None
    assert config["loginUrl"] == "https://alder.example/in"
