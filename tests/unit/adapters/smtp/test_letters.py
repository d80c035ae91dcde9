"""Letters say what happened, to shoppers and operators in their own words, and escape what others wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.smtp.letters.languages import language_for, texts_of
from adapters.smtp.letters.letter import Letter
from adapters.smtp.letters.operator_letter import alert_letter, order_letter
from adapters.smtp.letters.shopper_letter import shopper_letter
from domain.catalog.pricing import Discount, Tax
from domain.catalog.shop_prices import ShippingCharge, ShopCart, ShopItem, price_by_shop
from domain.disputes.dispute import DisputeStatus
from domain.facts.payment import PaymentState
from domain.identifiers.order_number import order_number
from domain.identifiers.types import Sku
from domain.orders.history import Entry, EntryType, chained
from domain.orders.notices import NOTIFYING, OperatorNotice, ShopperNotice, operator_notice
from domain.orders.order import Order
from domain.refunds.refund import RefundStatus
from tests import builders, fact_builders

SCRIPT = '<script>alert("1")</script>'


def entries_of(order: Order) -> dict[EntryType, Entry]:
    return {entry.type: entry for entry in chained(order.id, order.head, order.changes, builders.AUDIT_SECRET)}


def letter(notice: ShopperNotice, order: Order, about: EntryType, locale: str = "en") -> Letter:
    entry = entries_of(order)[about]
    shop_url = "https://shop.example"
    return shopper_letter(notice, order, entry, language_for(locale), shop="Tee & Co", shop_url=shop_url)


def test_the_date_is_that_of_the_shops_time_zone() -> None:
    order = builders.paid(builders.checkout(at=datetime(2026, 3, 14, 23, 30, tzinfo=UTC)))
    entry = entries_of(order)[EntryType.PAYMENT_SUCCEEDED]
    shown = shopper_letter(
        ShopperNotice.CONFIRMED,
        order,
        entry,
        language_for("en"),
        shop="Tee & Co",
        shop_url="https://shop.example",
        time_zone=ZoneInfo("Asia/Tokyo"),
    )
    assert "Ordered on: March 15, 2026" in shown.as_text()


def test_a_confirmation_shows_lines_breakdown_address_and_number() -> None:
    lines = (builders.line(quantity=2), builders.line("cup", 1, name="Tasse"))
    order = builders.checkout(lines=lines, shipping=499, tax=226)
    order = builders.paid(replace(order, shipping_address=builders.address(name="Ada Lovelace", line1="12 Dean St")))

    text = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED).as_text()

    assert order_number(order.id) in text
    for shown in (
        "We received your payment of $33.24.",
        "Ordered on: March 14, 2026",
        "Paid with: Visa ending in 4242",
        "- 2 \u00d7 Grüner Tee: $25.98",
        "- 1 \u00d7 Tasse: $0.01",
        "Subtotal: $25.99",
        "Shipping: $4.99",
        "Tax (7.25%): $2.26",
        "Total: $33.24",
        "Ada Lovelace\n12 Dean St\nSan José, CA 95113\nUnited States",
    ):
        assert shown in text


def test_a_confirmation_in_german_as_austria_spells_it() -> None:
    order = builders.checkout(currency="eur", lines=(builders.line(unit_price=1299),), shipping=1)
    order = builders.paid(replace(order, shipping_address=builders.address(state=None, country="AT", city="Wien")))

    written = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED, "de-AT")

    assert written.subject == f"Ihre Bestellung {order_number(order.id)} ist bestätigt"
    assert written.language == "de"
    text = written.as_text()
    for shown in ("Gesamtbetrag: €\xa013,00", "14. März 2026", "95113 Wien\nÖsterreich", "Steuer (7,25\xa0%)"):
        assert shown in text


@pytest.mark.parametrize(
    ("locale", "currency", "shown"),
    [
        ("es", "eur", ("Total: 0,01\xa0€", "Tax (7,25\xa0%)", "Ordered on: 14 de marzo de 2026")),
        ("ja", "jpy", ("Total: ￥1,299", "Tax (7.25%)", "Ordered on: 2026年3月14日")),
        ("ar-KW", "kwd", ("Total: \u200f1.230\xa0د.ك.", "Ordered on: 14 مارس 2026")),
    ],
)
def test_where_the_words_are_english_figures_are_still_the_readers_own(
    locale: str, currency: str, shown: tuple[str, ...]
) -> None:
    order = builders.paid(builders.checkout(currency=currency))

    written = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED, locale)

    assert written.language == "en"
    for part in (*shown, "Thank you for your order", "United States"):
        assert part in written.as_text()


@pytest.mark.parametrize(
    ("currency", "locale", "formatted"),
    [("usd", "en", "$12.99"), ("jpy", "en", "¥1,299"), ("kwd", "en", "KWD\xa01.230"), ("kwd", "fr", "1,230\xa0KWD")],
)
def test_a_confirmation_formats_each_currency_by_stripes_exponent(currency: str, locale: str, formatted: str) -> None:
    order = builders.paid(builders.checkout(currency=currency))

    written = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED, locale)

    assert formatted in written.as_text()
    assert formatted in written.as_html().replace("&#xa0;", "\xa0")


def test_an_order_without_tax_or_card_says_nothing_of_either() -> None:
    order = builders.checkout()
    untaxed = replace(order, breakdown=replace(order.breakdown, tax_rate="0"))
    asked = builders.asked(untaxed)
    order = builders.with_facts(asked, fact_builders.payment_fact(asked, paid_with=None))

    text = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED).as_text()

    assert "Tax: $0.00" in text
    assert "Paid with" not in text


def test_a_refund_mail_shows_its_own_amount_and_what_is_left() -> None:
    order = builders.paid()
    order = builders.with_facts(order, fact_builders.refund_fact(order, 833))

    written = letter(ShopperNotice.REFUNDED, order, EntryType.REFUND_SUCCEEDED)

    assert "Refund: $8.33" in written.as_text()
    assert "Left of your payment: $4.66" in written.as_text()
    assert order_number(order.id) in written.subject


@pytest.mark.parametrize("notice", [ShopperNotice.CANCELED, ShopperNotice.EXPIRED, ShopperNotice.PAYMENT_FAILED])
@pytest.mark.parametrize("locale", ["en", "de", "fr"])
def test_an_order_that_came_to_nothing_is_named_with_its_amount(notice: ShopperNotice, locale: str) -> None:
    order = builders.asked()
    order = builders.with_facts(order, fact_builders.payment_fact(order, PaymentState.CANCELED))

    written = letter(notice, order, EntryType.PAYMENT_CANCELED, locale)

    assert order_number(order.id) in written.subject
    assert order_number(order.id) in written.paragraphs[0]
    assert ("https://shop.example" in written.as_html()) == (notice is not ShopperNotice.CANCELED)
    assert "12" in written.paragraphs[0]


def test_nothing_that_a_shopper_wrote_is_html() -> None:
    order = builders.checkout(lines=(builders.line(name=SCRIPT),))
    order = builders.paid(replace(order, shipping_address=builders.address(name=SCRIPT, line1=SCRIPT, country="ZZ<")))

    html = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED).as_html()

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    assert "Tee &amp; Co" in html


def test_nothing_that_a_shopper_wrote_adds_a_line_to_the_text() -> None:
    forged = "Ada\r\nTotal: $0.01\u2028\u202eforged"
    order = builders.checkout(lines=(builders.line(name=forged),))
    order = builders.paid(replace(order, shipping_address=builders.address(name=forged)))

    text = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED).as_text()

    assert not any(line.startswith("Total: $0.01") for line in text.splitlines())
    assert "\u202e" not in text


@pytest.mark.parametrize("entry_type", sorted(NOTIFYING))
def test_every_change_that_calls_an_operator_has_words_of_what_to_do(entry_type: EntryType) -> None:
    order = builders.paid()
    entry = replace(entries_of(order)[EntryType.PAYMENT_SUCCEEDED], type=entry_type)
    notice = operator_notice(entry)
    if notice is None:
        assert entry_type not in texts_of("operator")
        return

    written = order_letter(notice, order, entry, "Tee", "https://shop.example")

    assert order_number(order.id) in written.subject
    assert len(written.paragraphs) == 2
    text = written.as_text()
    page = f"https://shop.example/admin#/orders/{order_number(order.id)}"
    for shown in (order.id, str(order.intent.id), f"Order: {order_number(order.id)}", page):
        assert shown in text


def test_a_capture_without_an_answer_is_not_called_a_refund() -> None:
    order = builders.paid()
    entry = replace(entries_of(order)[EntryType.PAYMENT_SUCCEEDED], type=EntryType.CAPTURE_OUTCOME_OVERDUE)

    written = order_letter(OperatorNotice.OUTCOME_OVERDUE, order, entry, "Tee", "https://shop.example")

    assert written.subject == f"[Till] Capture without an answer: order {order_number(order.id)}"
    assert "refund" not in " ".join(written.paragraphs).lower()


def test_a_lost_dispute_is_reported_otherwise_than_an_open_one() -> None:
    order = builders.paid()
    opened = builders.with_facts(order, fact_builders.dispute_fact(order))
    lost = builders.with_facts(opened, fact_builders.dispute_fact(order, DisputeStatus.LOST))
    entries = entries_of(lost)

    def subject(of: EntryType) -> str:
        return order_letter(OperatorNotice.DISPUTE, lost, entries[of], "Tee", "https://shop.example").subject

    assert subject(EntryType.DISPUTE_OPENED) == f"[Till] Dispute opened: order {order_number(order.id)}"
    assert subject(EntryType.DISPUTE_LOST) == f"[Till] Dispute lost: order {order_number(order.id)}"


def test_amounts_are_formatted_only_in_a_known_currency() -> None:
    order = builders.paid()
    order = builders.with_facts(
        order, fact_builders.refund_fact(order, 833, RefundStatus.FAILED, failure_reason="lost_or_stolen")
    )
    order = builders.with_facts(order, fact_builders.dispute_fact(order))
    entries = entries_of(order)

    def text(notice: OperatorNotice, of: Entry) -> str:
        return order_letter(notice, order, of, "Tee", "https://shop.example").as_text()

    failed = text(OperatorNotice.REFUND_FAILED, entries[EntryType.REFUND_FAILED])
    assert "Amount: $8.33" in failed
    assert "Failure reason: lost_or_stolen" in failed
    disputed = text(OperatorNotice.DISPUTE, entries[EntryType.DISPUTE_OPENED])
    assert "Amount: 1299 (minor units of the dispute's own currency)" in disputed
    paid = entries[EntryType.PAYMENT_SUCCEEDED]
    mismatched = replace(paid, type=EntryType.PAYMENT_MISMATCHED, data={**paid.data, "currency": "jpy"})
    assert "Amount: 1299 (minor units)" in text(OperatorNotice.MISMATCH, mismatched)


@pytest.mark.parametrize("kind", ["dead_letter", "key_refused", "unsendable", "something_new"])
def test_an_alert_names_what_it_knows_and_what_to_do(kind: str) -> None:
    alert = builders.alert(kind=kind, detail=f"evt_1299 {SCRIPT}\r\nBcc: x@shop.example")

    written = alert_letter(alert, "Tee", "https://shop.example")

    assert str(alert.order_number) in written.subject
    assert f"evt_1299 {SCRIPT}  Bcc: x@shop.example" in written.as_text()
    assert "<script" not in written.as_html()
    assert kind in written.as_text()
    assert f"https://shop.example/admin#/orders/{alert.order_number}" in written.as_text()
    unplaced = alert_letter(replace(alert, order_number=None), "Tee", "https://shop.example")
    assert unplaced.subject.endswith(kind)


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("dead_letter", "https://shop.example/admin#/inbox"),
        ("shop_webhook_failing", "https://shop.example/admin#/deliveries"),
        ("key_refused", "https://shop.example/admin"),
    ],
)
def test_an_alert_without_an_order_leads_to_where_it_is_shown(kind: str, url: str) -> None:
    written = alert_letter(builders.alert(kind=kind, order_number=None), "Tee", "https://shop.example")

    assert written.link is not None
    assert written.link.url == url


def test_a_confirmation_of_what_the_shop_priced_shows_its_discounts_its_shipping_and_the_tax_that_is_included() -> None:
    cart = ShopCart(
        currency="eur",
        items=(ShopItem(sku=Sku("song"), name="A song", unit_price=1299, quantity=1),),
        discounts=(Discount(name="AUTUMN", amount=301),),
        shipping=ShippingCharge(name="Download", amount=0),
        tax=Tax(amount=159, rate="0.19", included=True),
        total=998,
    )
    priced = price_by_shop(cart)
    order = builders.shop_order(
        lines=priced.lines,
        discounts=priced.discounts,
        breakdown=priced.breakdown,
        currency=priced.currency,
        shipping_address=None,
    )
    order = builders.paid(builders.requested(order))

    text = letter(ShopperNotice.CONFIRMED, order, EntryType.PAYMENT_SUCCEEDED).as_text()

    for shown in ("AUTUMN: -€3.01", "Download: €0.00", "Included tax (19%): €1.59", "Total: €9.98"):
        assert shown in text
    assert "Ship to" not in text
