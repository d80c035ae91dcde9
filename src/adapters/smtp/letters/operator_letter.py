"""What operators are written: what happened, to which order, by which ids, and what to do next."""

import re

from babel import Locale

from adapters.smtp.letters.amounts import formatted_amount
from adapters.smtp.letters.languages import DEFAULT, texts_of
from adapters.smtp.letters.letter import Letter, Link, Row
from application.ports.storage.alerts import Alert
from domain.identifiers.order_number import order_number
from domain.orders.figures import FIGURES
from domain.orders.history import Entry
from domain.orders.notices import OperatorNotice
from domain.orders.order import Order

_LOCALE = Locale.parse(DEFAULT)
_SHOWN_ABOVE = frozenset({"paymentIntentId", *FIGURES})
_PLACES = {"dead_letter": "inbox", "shop_webhook_failing": "deliveries"}
"""Where the operator's page shows what an alert without an order is about."""
_CAPITAL = re.compile(r"(?=[A-Z])")


def order_letter(notice: OperatorNotice, order: Order, entry: Entry, sender: str, api_url: str) -> Letter:
    """The alert of a notice about an order."""
    number = order_number(order.id)
    facts = [
        Row(label="Order", value=number, strong=True),
        Row(label="Order id", value=order.id),
        Row(label="Order status", value=order.status),
        Row(label="Order total", value=formatted_amount(order.total, order.currency, _LOCALE)),
        Row(label="Payment intent", value=order.intent.id or "not known"),
        Row(label="Happened at", value=entry.at.isoformat(timespec="seconds")),
    ]
    shown = (name for name, value in entry.data.items() if value is not None and name not in _SHOWN_ABOVE)
    facts += [Row(label=_label(name), value=_value(notice, order, entry, name)) for name in shown]
    section = entry.type if entry.type in texts_of("operator") else notice
    return _letter(section, f"order {number}", facts, sender, _order_link(api_url, number))


def alert_letter(alert: Alert, sender: str, api_url: str) -> Letter:
    """An alert that is no entry of an order's history."""
    known = texts_of("operator")
    section = next((name for name in (alert.change, alert.kind) if name is not None and name in known), "other")
    facts = [
        Row(label="Kind", value=alert.kind, strong=True),
        Row(label="Detail", value=alert.detail),
        Row(label="Happened at", value=alert.at.isoformat(timespec="seconds")),
        Row(label="Alert id", value=alert.id),
    ]
    if alert.order_number is None:
        return _letter(section, alert.kind, facts, sender, _place_link(api_url, alert.kind))
    facts.insert(0, Row(label="Order", value=alert.order_number, strong=True))
    about = f"order {alert.order_number}"
    return _letter(section, about, facts, sender, _order_link(api_url, alert.order_number))


def alert_text(alert: Alert, api_url: str) -> str:
    """An alert for a chat: what happened, what to do next, the ids, and where to look."""
    letter = alert_letter(alert, "", api_url)
    link = letter.link.url if letter.link else api_url
    return "\n".join([letter.subject, *letter.paragraphs, alert.detail, link])


def _order_link(api_url: str, number: str) -> Link:
    return Link(url=f"{api_url}/admin#/orders/{number}", label=f"Open order {number}")


def _place_link(api_url: str, kind: str) -> Link:
    place = _PLACES.get(kind)
    return Link(url=f"{api_url}/admin#/{place}" if place else f"{api_url}/admin", label="Open the operator's page")


def _letter(section: str, about: str, facts: list[Row], sender: str, link: Link) -> Letter:
    texts = texts_of("operator")[section]
    return Letter(
        language=DEFAULT,
        sender=sender,
        subject=f"[Till] {texts['title']}: {about}",
        heading=texts["title"],
        paragraphs=(texts["what"], texts["next"]),
        facts=tuple(facts),
        link=link,
    )


def _value(notice: OperatorNotice, order: Order, entry: Entry, name: str) -> str:
    value = entry.data[name]
    if name != "amount" or not isinstance(value, int):
        return str(value)
    if notice is OperatorNotice.DISPUTE:
        return f"{value} (minor units of the dispute's own currency)"
    if entry.data.get("currency", order.currency.code) != order.currency.code:
        return f"{value} (minor units)"
    return formatted_amount(value, order.currency, _LOCALE)


def _label(name: str) -> str:
    return _CAPITAL.sub(" ", name).lower().capitalize()
