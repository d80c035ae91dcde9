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
_CAPITAL = re.compile(r"(?=[A-Z])")


def order_letter(notice: OperatorNotice, order: Order, entry: Entry, sender: str, public_url: str) -> Letter:
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
    return _letter(section, f"order {number}", facts, sender, public_url)


def alert_letter(alert: Alert, sender: str, public_url: str) -> Letter:
    """An alert that is no entry of an order's history."""
    section = alert.kind if alert.kind in texts_of("operator") else "other"
    facts = [
        Row(label="Kind", value=alert.kind, strong=True),
        Row(label="Detail", value=alert.detail),
        Row(label="Happened at", value=alert.at.isoformat(timespec="seconds")),
        Row(label="Alert id", value=alert.id),
    ]
    about = alert.kind
    if alert.order_number is not None:
        about = f"order {alert.order_number}"
        facts.insert(0, Row(label="Order", value=alert.order_number, strong=True))
    return _letter(section, about, facts, sender, public_url)


def _letter(section: str, about: str, facts: list[Row], sender: str, public_url: str) -> Letter:
    texts = texts_of("operator")[section]
    return Letter(
        language=DEFAULT,
        sender=sender,
        subject=f"[Till] {texts['title']}: {about}",
        heading=texts["title"],
        paragraphs=(texts["what"], texts["next"]),
        facts=tuple(facts),
        link=Link(url=f"{public_url}/admin", label="Open the operator's page"),
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
