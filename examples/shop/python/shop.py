"""A small shop that sells through Till: its own prices, Till's checkout page, Till's events.

It stores in SQLite what it is about to ask of Till before it asks, and asks again after a restart. Till answers the
same request the same way: an order by its `reference`, a capture and a refund by their Idempotency-Key.
"""

import html
import json
import os
import sqlite3
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
from standardwebhooks import Webhook, WebhookVerificationError

API = os.environ["TILL_API_URL"]
JWT_SECRET = os.environ["TILL_JWT_SECRET"]
EVENTS = Webhook(os.environ["SHOP_WEBHOOK_SECRET"])
PORT = int(os.environ.get("PORT", "4000"))
PREFIX = os.environ.get("SHOP_PREFIX", "SHOP")
PRODUCTS = {"MUG": ("Enamel mug", 1299), "TEA": ("Green tea, 100 g", 851)}
DISCOUNTS = {"WELCOME10": ("10 % off the first order", 10)}
SHIPPING = ("Parcel, 2 to 3 days", 495)

SCHEMA = """
CREATE TABLE IF NOT EXISTS orders (reference TEXT PRIMARY KEY, checkout TEXT NOT NULL, url TEXT, order_id TEXT,
    seq INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'new', payment TEXT NOT NULL DEFAULT '',
    captured INTEGER NOT NULL DEFAULT 0, refunded INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, path TEXT NOT NULL, body TEXT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY);
"""


def database() -> sqlite3.Connection:
    """A connection that commits each `with` block to the disk."""
    connection = sqlite3.connect(Path(os.environ.get("SHOP_DATA", ".")) / "shop.db", timeout=10)
    connection.row_factory = sqlite3.Row
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + SCHEMA)
    return connection


def ask_till(path: str, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
    """Posts to Till as the shop's server: a token with the role `shop`, good for a minute."""
    claims = {"sub": "shop-server", "roles": ["shop", "admin"], "exp": int(time.time()) + 60}
    token = jwt.encode(claims, JWT_SECRET, "HS256")
    request = urllib.request.Request(API + path, json.dumps(body).encode(), method="POST")
    request.add_header("Authorization", f"Bearer {token}")
    request.add_header("Content-Type", "application/json")
    request.add_header("Idempotency-Key", key)
    try:
        with urllib.request.urlopen(request, timeout=40) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def checkout_of(reference: str, items: dict[str, int], code: str) -> dict[str, Any]:
    """Prices a cart: this is the shop's business alone, Till checks that the figures add up."""
    lines = [
        {"sku": sku, "name": PRODUCTS[sku][0], "unitPrice": PRODUCTS[sku][1], "quantity": quantity}
        for sku, quantity in items.items()
    ]
    subtotal = sum(line["unitPrice"] * line["quantity"] for line in lines)
    discounts = []
    if code in DISCOUNTS:
        name, percent = DISCOUNTS[code]
        discounts.append({"name": name, "amount": subtotal * percent // 100})
    net = subtotal - sum(discount["amount"] for discount in discounts) + SHIPPING[1]
    tax = round(net * 0.19 / 1.19)
    return {
        "reference": reference,
        "userId": f"customer-{reference}",
        "currency": "eur",
        "items": lines,
        "discounts": discounts,
        "shipping": {"name": SHIPPING[0], "amount": SHIPPING[1]},
        "tax": {"amount": tax, "rate": "0.19", "jurisdiction": "DE", "included": True},
        "total": net,
        "receiptEmail": f"{reference.lower()}@customer.example",
        "captureMethod": "manual",
        "metadata": {"channel": "example shop"},
    }


def start_order(items: dict[str, int], code: str) -> str:
    """Stores the order, then has Till store it; returns the payment link."""
    with database() as db:
        number = db.execute("SELECT count(*) FROM orders").fetchone()[0] + 1
        reference = f"{PREFIX}-{number:04d}"
        checkout = checkout_of(reference, items, code)
        db.execute("INSERT INTO orders (reference, checkout) VALUES (?, ?)", (reference, json.dumps(checkout)))
    return create_checkout(reference, checkout)


def create_checkout(reference: str, checkout: dict[str, Any]) -> str:
    """Asks for the payment link; the same reference and body get the same order, however often it is asked."""
    status, answer = ask_till("/api/checkouts", checkout, f"checkout-{reference}")
    if status not in (200, 201):
        raise RuntimeError(f"Till refused {reference}: {answer.get('detail', answer)}")
    with database() as db:
        row = (answer["url"], answer["orderId"], reference)
        db.execute("UPDATE orders SET url = ?, order_id = ? WHERE reference = ?", row)
    return str(answer["url"])


def remember_and_send(key: str, path: str, body: dict[str, Any]) -> None:
    """Stores a request before it is sent, so that a restart sends it again under the same key."""
    with database() as db:
        db.execute("INSERT OR IGNORE INTO requests (key, path, body) VALUES (?, ?, ?)", (key, path, json.dumps(body)))
    send_request(key, path, body)


def send_request(key: str, path: str, body: dict[str, Any]) -> None:
    """Sends a stored request; whatever Till answers for good is stored with it."""
    status, answer = ask_till(path, body, key)
    if status < 500 and status != 429:
        with database() as db:
            db.execute("UPDATE requests SET answer = ? WHERE key = ?", (json.dumps([status, answer]), key))


def finish_unanswered() -> None:
    """Asks again for whatever got no answer, before the last end of this process or since."""
    with database() as db:
        unanswered = db.execute("SELECT key, path, body FROM requests WHERE answer IS NULL").fetchall()
        started = db.execute("SELECT reference, checkout FROM orders WHERE url IS NULL").fetchall()
    for row in started:
        create_checkout(row["reference"], json.loads(row["checkout"]))
    for row in unanswered:
        send_request(row["key"], row["path"], json.loads(row["body"]))


def keep_finishing() -> None:
    """Every few seconds; while Till is out of reach the requests stay stored."""
    while True:
        try:
            finish_unanswered()
        except OSError as unreachable:
            print(f"Till is out of reach: {unreachable}", flush=True)
        time.sleep(5)


def receive(headers: dict[str, str], body: bytes) -> None:
    """Applies an event once; events carry absolute figures, so an older one after a newer one changes nothing."""
    event = EVENTS.verify(body, headers)
    data = event["data"]
    with database() as db:
        if db.execute("INSERT OR IGNORE INTO events (id) VALUES (?)", (headers["webhook-id"],)).rowcount == 0:
            return
        figures = (data["seq"], data["status"], data["paymentStatus"], data["amountCaptured"], data["amountRefunded"])
        db.execute(
            "UPDATE orders SET seq = ?, status = ?, payment = ?, captured = ?, refunded = ?"
            " WHERE reference = ? AND seq < ?",
            (*figures, data["reference"], data["seq"]),
        )


def row_of(order: sqlite3.Row) -> str:
    """A row of the shop's table of orders, with its buttons."""
    buttons = "".join(
        f'<form method="post" action="/{act}">'
        f'<button name="reference" value="{order["reference"]}">{label}</button></form>'
        for act, label in (("ship", "Ship"), ("refund", "Refund a line"))
    )
    names = ("reference", "status", "payment", "captured", "refunded")
    cells = "".join(f"<td>{html.escape(str(order[name]))}" for name in names)
    return f"<tr data-reference={order['reference']}>{cells}<td>{buttons}"


class Pages(BaseHTTPRequestHandler):
    """The shop's pages, and the address that Till posts events to."""

    def do_GET(self) -> None:
        products = "".join(
            f'<li><label>{name}, {price / 100:.2f} € <input name="{sku}" type="number" value="1" min="0"></label>'
            for sku, (name, price) in PRODUCTS.items()
        )
        with database() as db:
            rows = db.execute("SELECT * FROM orders ORDER BY reference DESC LIMIT 20").fetchall()
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Example shop</title><h1>Example shop</h1>"
            f'<form method="post" action="/buy"><ul>{products}</ul><label>Discount code <input name="code"></label> '
            "<button>Buy</button></form><h2>Orders</h2>"
            "<table><tr><th>Order<th>Status<th>Payment<th>Captured<th>Refunded<th>"
            f"{''.join(map(row_of, rows))}</table></html>"
        )
        self._answer(200, page.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path == "/webhooks":
            try:
                receive({name.lower(): value for name, value in self.headers.items()}, body)
            except WebhookVerificationError:
                return self._answer(401)
            return self._answer(204)
        form = dict(urllib.parse.parse_qsl(body.decode()))
        if self.path == "/buy":
            items = {sku: int(form[sku]) for sku in PRODUCTS if form.get(sku, "0") not in ("", "0")}
            return self._answer(303, headers={"Location": start_order(items, form.get("code", ""))})
        with database() as db:
            query = "SELECT * FROM orders WHERE reference = ?"
            order = db.execute(query, (form["reference"],)).fetchone()
        if self.path == "/ship":
            remember_and_send(f"ship-{order['reference']}", "/api/payments/capture", {"orderId": order["order_id"]})
        elif self.path == "/refund":
            line = json.loads(order["checkout"])["items"][0]
            wanted = {"orderId": order["order_id"], "amount": line["unitPrice"], "reason": "requested_by_customer"}
            remember_and_send(f"refund-{order['reference']}-{line['sku']}", "/api/payments/refund", wanted)
        return self._answer(303, headers={"Location": "/"})

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Requests are not logged: URLs of payment links hold tokens."""


if __name__ == "__main__":
    threading.Thread(target=keep_finishing, daemon=True).start()
    print(f"The example shop is at http://127.0.0.1:{PORT}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", PORT), Pages).serve_forever()
