"""What shoppers are written: the order as it stands, and the figures of what happened to it."""

from datetime import UTC, tzinfo
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_percent

from adapters.smtp.letters.amounts import formatted_amount
from adapters.smtp.letters.languages import Language
from adapters.smtp.letters.letter import Letter, Link, Row
from domain.catalog.pricing import Breakdown
from domain.identifiers.order_number import order_number
from domain.orders.history import Entry
from domain.orders.notices import ShopperNotice
from domain.orders.order import Order

_WITH_LINK = {ShopperNotice.PAYMENT_FAILED, ShopperNotice.EXPIRED}


def shopper_letter(
    notice: ShopperNotice,
    order: Order,
    entry: Entry,
    language: Language,
    *,
    shop: str,
    shop_url: str,
    time_zone: tzinfo = UTC,
) -> Letter:
    """Returns the mail of a notice in a language; its date is that of the shop's time zone."""
    amount = entry.data.get("amount")
    event_amount = amount if isinstance(amount, int) else order.total
    values = {"number": order_number(order.id), "amount": _amount(order, event_amount, language)}
    confirmed = notice is ShopperNotice.CONFIRMED
    return Letter(
        language=language.code,
        sender=shop,
        subject=language.say(notice, "subject", **values),
        heading=language.say(notice, "heading"),
        paragraphs=(language.say(notice, "lead", **values),),
        facts=_facts(notice, order, event_amount, language, time_zone),
        lines=_lines(order, language) if confirmed else (),
        sums=_sums(order, language) if confirmed else (),
        address_label=language.say("common", "ship_to"),
        address=_address(order, language) if confirmed else (),
        link=Link(url=shop_url, label=language.say("common", "visit", shop=shop)) if notice in _WITH_LINK else None,
        footer=language.say("common", "footer", shop=shop),
    )


def _facts(
    notice: ShopperNotice, order: Order, event_amount: int, language: Language, time_zone: tzinfo
) -> tuple[Row, ...]:
    say = language.say
    facts = [
        Row(label=say("common", "order_number"), value=order_number(order.id), strong=True),
        Row(
            label=say("common", "ordered_on"),
            value=format_date(order.created_at.astimezone(time_zone), format="long", locale=language.locale),
        ),
    ]
    if notice is ShopperNotice.REFUNDED:
        left = max(0, order.intent.captured - order.amount_refunded)
        facts += [
            Row(label=say("common", "refund"), value=_amount(order, event_amount, language), strong=True),
            Row(label=say("common", "remaining"), value=_amount(order, left, language)),
        ]
    card = order.intent.paid_with
    if notice is ShopperNotice.CONFIRMED and card is not None and card.brand and card.last4:
        brand = card.brand.replace("_", " ").title()
        facts.append(Row(label=say("common", "paid_with"), value=say("common", "card", brand=brand, last4=card.last4)))
    return tuple(facts)


def _lines(order: Order, language: Language) -> tuple[Row, ...]:
    return tuple(
        Row(
            label=language.say("common", "quantity", quantity=str(line.quantity), name=line.name),
            value=_amount(order, line.total, language),
        )
        for line in order.lines
    )


def _sums(order: Order, language: Language) -> tuple[Row, ...]:
    say, breakdown = language.say, order.breakdown
    return (
        Row(label=say("common", "subtotal"), value=_amount(order, breakdown.subtotal, language)),
        *(Row(label=each.name, value=_amount(order, -each.amount, language)) for each in order.discounts),
        Row(
            label=breakdown.shipping_name or say("common", "shipping"),
            value=_amount(order, breakdown.shipping, language),
        ),
        Row(label=_tax(breakdown, language), value=_amount(order, breakdown.tax, language)),
        Row(label=say("common", "total"), value=_amount(order, breakdown.total, language), strong=True),
    )


def _tax(breakdown: Breakdown, language: Language) -> str:
    rate = Decimal(breakdown.tax_rate or 0)
    percent = format_percent(rate, locale=language.locale, decimal_quantization=False) if rate else None
    named = "included_tax" if breakdown.tax_included else "tax"
    return language.say("common", f"{named}_at", rate=percent) if percent else language.say("common", named)


def _address(order: Order, language: Language) -> tuple[str, ...]:
    to = order.shipping_address
    if to is None:
        return ()
    code = to.postal_code or ""
    place = (f"{to.city}, {to.state} {code}" if to.state else f"{code} {to.city}").strip()
    country = language.names.territories.get(to.country, to.country)
    return tuple(part for part in (to.name, to.line1, to.line2, place, country) if part)


def _amount(order: Order, amount: int, language: Language) -> str:
    return formatted_amount(amount, order.currency, language.locale)
