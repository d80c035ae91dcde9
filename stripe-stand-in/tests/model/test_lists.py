"""Lists: pages, cursors, filters, search, and what can be expanded in them."""

import pytest

from tests.model.caller import Result, Shop


def test_expansion_reaches_through_lists_and_objects(shop: Shop) -> None:
    customer = shop.customer()
    intent = shop.pay(customer=customer, expand=["latest_charge.customer", "payment_method"])
    assert intent["latest_charge"]["customer"]["id"] == customer
    assert intent["payment_method"]["card"]["last4"] == "4242"
    list_object = shop.get("/v1/payment_intents", {"expand": ["data.customer", "data.latest_charge.refunds"]})
    assert list_object["data"][0]["latest_charge"]["refunds"]["data"] == []
    for bad in ("data", "nothing", "data.nothing", "data.latest_charge.amount"):
        assert shop.get("/v1/payment_intents", {"expand": [bad]}).status == 400, bad


def test_expansion_goes_four_levels_deep(shop: Shop) -> None:
    path = f"/v1/payment_intents/{shop.pay()['id']}"
    deep = "latest_charge.payment_intent.latest_charge.payment_intent"
    assert shop.get(path, {"expand": [deep]}).status == 200
    assert shop.get(path, {"expand": [f"{deep}.latest_charge"]}).status == 400


def test_pages_follow_each_other_both_ways(shop: Shop) -> None:
    ids = [shop.intent()["id"] for _ in range(5)][::-1]

    def page(**updates: object) -> Result:
        return shop.get("/v1/payment_intents", updates)

    first = page(limit=2)
    assert ([each["id"] for each in first["data"]], first["has_more"]) == (ids[:2], True)
    assert [each["id"] for each in page(limit=2, starting_after=ids[1])["data"]] == ids[2:4]
    last = page(limit=3, starting_after=ids[1])
    assert ([each["id"] for each in last["data"]], last["has_more"]) == (ids[2:], False)
    back = page(limit=2, ending_before=ids[4])
    assert ([each["id"] for each in back["data"]], back["has_more"]) == (ids[2:4], True)
    assert page(limit=0).status == page(limit=101).status == 400
    assert page(starting_after=ids[0], ending_before=ids[1]).status == 400
    assert page(starting_after="pi_x").error["code"] == "resource_missing"


def test_lists_are_narrowed_by_customer_and_time(shop: Shop) -> None:
    customer = shop.customer()
    mine = shop.intent(customer=customer)["id"]
    shop.intent()
    shop.now += 10
    later = shop.intent()["id"]
    assert [each["id"] for each in shop.get("/v1/payment_intents", {"customer": customer})["data"]] == [mine]
    since = {"created": {"gt": int(shop.now) - 10, "lte": int(shop.now)}}
    assert [each["id"] for each in shop.get("/v1/payment_intents", since)["data"]] == [later]
    assert [each["id"] for each in shop.get("/v1/payment_intents", {"created": int(shop.now)})["data"]] == [later]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("metadata['order']:'o1'", 1),
        ('metadata["order"]:"o1" AND status:"succeeded"', 1),
        ("metadata['order']:'o1' AND status:'canceled'", 0),
        ("amount>1299", 1),
        ("amount>=1299 AND currency:'usd'", 2),
        ("-metadata['order']:'o1'", 1),
        ("status:'canceled' OR amount<1300", 1),
    ],
)
def test_search_finds_what_the_query_describes(shop: Shop, query: str, found: int) -> None:
    shop.pay(metadata={"order": "o1"})
    shop.intent(amount=1300)
    shop.wait(20)
    result = shop.get("/v1/payment_intents/search", {"query": query})
    assert (result["object"], len(result["data"])) == ("search_result", found)


def test_a_query_that_makes_no_sense_is_refused(shop: Shop) -> None:
    for query in ("nonsense", "status>'x'", "amount:'x'", "amount>1 AND status:'a' OR status:'b'"):
        assert shop.get("/v1/payment_intents/search", {"query": query}).status == 400, query
