"""Every fault of a catalog that can't be imported is named, product by product."""

import json

import pytest

from entrypoints.catalog_import.json_file import CatalogFault, read_catalog


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ({"xyz": 1299}, "product 1: xyz is no currency that Stripe charges in"),
        ({"USD": 1299}, "product 1: USD is no currency that Stripe charges in, usd is"),
        ({"kwd": 1231}, "product 1: 1231 kwd can't be charged: KWD amounts are multiples of 10"),
        ({"usd": 0}, "product 1: 0 usd can't be charged: it is too small, the smallest amount is 1"),
    ],
)
def test_a_price_that_can_not_be_charged_is_refused_with_the_reason(prices: dict[str, int], expected: str) -> None:
    with pytest.raises(CatalogFault) as fault:
        read_catalog("products.json", json.dumps([{"sku": "MUG", "name": "Mug", "prices": prices}]))

    assert fault.value.faults == [expected]


def faults_of(csv: str) -> list[str]:
    with pytest.raises(CatalogFault) as fault:
        read_catalog("products.csv", csv)
    return fault.value.faults


def test_rows_of_one_product_say_it_once_or_alike() -> None:
    cup, mug = read_catalog(
        "products.csv",
        "sku,name,currency,amount,description,imageUrl,maxQuantity,active,\n"
        "CUP,Cup,usd,1299,,,,,\n"
        "CUP,,jpy,1299,Blue,https://shop.example/cup.png, 3 , No ,\n"
        "CUP,Cup,kwd,1230,Blue,,3,0,,\n"
        "MUG,Mug,usd,1,,,,TRUE\n",
    )

    assert (cup.name, cup.description, cup.image_url) == ("Cup", "Blue", "https://shop.example/cup.png")
    assert (cup.max_quantity, cup.active, len(cup.prices)) == (3, False, 3)
    assert (mug.max_quantity, mug.active) == (99, True)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("CUP,Cup,usd,1299,,,maybe", ["line 2: active is yes or no, not 'maybe'"]),
        ("CUP,Cup,usd,1299,,many,", ["line 2: maxQuantity is a whole number, not 'many'"]),
        ("CUP,Cup,usd,12.99,,,", ["line 2: amount is a whole number, not '12.99' in Stripe's minor unit"]),
        ("CUP,Cup,usd," + "9" * 5000 + ",,,", ["line 2: amount is a whole number, not '" + "9" * 40]),
        ("CUP,Cup", ["line 2: amount is a whole number, not ''"]),
        ("CUP,Cup,usd,1299,,,\nCUP,Mug,jpy,83,,,", ["line 3: name of CUP differs from line 2"]),
        ("CUP,Cup,usd,1299,Blue,,\nCUP,Cup,jpy,83,Red,,", ["line 3: description of CUP differs from line 2"]),
        ("CUP,Cup,usd,1299,,,yes\nCUP,Cup,jpy,83,,,no", ["line 3: active of CUP differs from line 2"]),
        ("CUP,Cup,usd,1299,,,\nCUP,Cup,usd,1298,,,", ["line 3: CUP has a price in usd already (line 2)"]),
        ("CUP,Cup,usd,1299,,,\nCUP,Cup,kwd,1231,,,", ["line 3: amount or currency: 1231 kwd can't be charged"]),
        ("CUP,Cup,USD,1299,,,", ["line 2: amount or currency: USD is no currency that Stripe charges in"]),
        ("CUP,Cup,usd,1299,,,yes,blue", ["line 2: a value stands in a column without a name"]),
        ('CUP,"Cup,usd,1299,,,yes', ["after line 1: unexpected end of data"]),
        (
            "CUP,Cup,usd,1,,much,ja\n,Mug,usd,1,,,\nPEN,Pen,usd,?,,,",
            ["line 2: maxQuantity", "line 2: active", "line 4: amount"],
        ),
        (",Mug,usd,1,,,", ["line 2: a SKU is 1 to 64"]),
        ("MUG ,Mug,usd,1299,,,", ["line 2: a SKU is 1 to 64 printable characters without blanks"]),
        ("MUG,,usd,1,,,", ["line 2: a name is 1 to 200"]),
    ],
)
def test_a_row_that_can_not_be_imported_is_named_with_its_column(rows: str, expected: list[str]) -> None:
    faults = faults_of(f"sku,name,currency,amount,description,maxQuantity,active\n{rows}\n")

    matched = [fault.startswith(begins) for fault, begins in zip(faults, expected, strict=True)]
    assert all(matched), faults


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("sku,name", "the CSV lacks the columns: amount, currency"),
        (
            "sku,name,currency,amount,colour",
            "the CSV has unknown columns: 'colour'; there are sku, name",
        ),
        ("sku,name,currency,amount,sku", "the CSV has columns twice: sku"),
    ],
)
def test_a_table_of_other_columns_is_not_imported(columns: str, expected: str) -> None:
    (fault,) = faults_of(f"{columns}\nCUP,Cup,usd,1299,blue\n")

    assert fault.startswith(expected)


def test_columns_under_other_names_are_lacking_and_reported() -> None:
    assert [fault.split(":")[0] for fault in faults_of("SKU;name;currency;amount\n")] == [
        "the CSV lacks the columns",
        "the CSV has unknown columns",
    ]
