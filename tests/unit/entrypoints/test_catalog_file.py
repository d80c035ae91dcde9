"""A catalogue that can't be imported is told why, product by product."""

import json

import pytest

from entrypoints.catalog_file import CatalogFault, read_catalog


@pytest.mark.parametrize(
    ("prices", "told"),
    [
        ({"xyz": 1299}, "product 1: xyz is no currency that Stripe charges in"),
        ({"USD": 1299}, "product 1: USD is no currency that Stripe charges in, usd is"),
        ({"kwd": 1231}, "product 1: 1231 kwd can't be charged: KWD amounts are multiples of 10"),
        ({"usd": 0}, "product 1: 0 usd can't be charged: it is too small, the smallest amount is 1"),
    ],
)
def test_a_price_that_can_not_be_asked_is_told_why(prices: dict[str, int], told: str) -> None:
    with pytest.raises(CatalogFault) as fault:
        read_catalog("products.json", json.dumps([{"sku": "MUG", "name": "Mug", "prices": prices}]))

    assert fault.value.faults == [told]
