"""Every part of the brief is in the table of docs/architecture.md, and what the table names is there."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.architecture.repository import ROOT

PARTS = {
    "API routes": (
        "POST /api/payments/create-intent",
        "GET /api/payments/intent/:id",
        "GET /api/payments/methods",
        "DELETE /api/payments/methods/:id",
        "POST /api/payments/refund",
        "POST /api/payments/webhook",
        "POST /api/orders",
    ),
    "Controllers": (
        "paymentController.createPaymentIntent",
        "paymentController.getPaymentIntent",
        "paymentController.getPaymentMethods",
        "paymentController.detachPaymentMethod",
        "paymentController.createRefund",
        "paymentController.handleWebhook",
        "orderController.createOrder",
    ),
    "Services": (
        "stripeService.getOrCreateCustomer",
        "stripeService.createPaymentIntent",
        "stripeService.getPaymentIntent",
        "stripeService.confirmPaymentIntent",
        "stripeService.getCustomerPaymentMethods",
        "stripeService.attachPaymentMethod",
        "stripeService.detachPaymentMethod",
        "stripeService.createRefund",
        "stripeService.handleWebhookEvent",
        "stripeService.constructWebhookEvent",
        "paymentService: pricing",
        "paymentService: canceling",
        "paymentService: settling what is open",
        "paymentService: reconciling",
    ),
    "Data models": (
        "User.stripeCustomerId",
        "User.paymentMethods removed",
        "Order.payment.paymentIntentId",
        "Order.payment.status",
        "Order.payment.refunds",
    ),
    "Database": (
        "users collection",
        "users._id",
        "users.email",
        "users.firstName",
        "users.lastName",
        "users.stripeCustomerId",
        "users.paymentMethods removed",
        "orders collection",
        "orders._id",
        "orders.orderNumber",
        "orders.user",
        "orders.items",
        "orders.payment",
        "orders.payment.method",
        "orders.payment.status",
        "orders.payment.paymentIntentId",
        "orders.payment.amount",
        "orders.payment.refunds",
        "orders.shippingAddress",
        "orders.status",
        "orders.total",
    ),
    "Stripe's API": (
        "Customers: create",
        "Customers: retrieve",
        "Payment Intents: create",
        "Payment Intents: retrieve",
        "Payment Intents: confirm",
        "Payment Intents: cancel",
        "Payment Methods: list",
        "Payment Methods: attach",
        "Payment Methods: detach",
        "Refunds: create",
        "Webhook payment_intent.succeeded",
        "Webhook payment_intent.payment_failed",
        "Webhook charge.refunded",
    ),
    "Flow 1, payment intent creation": (
        "1. Fills shipping info",
        '2. Clicks "Proceed to Payment"',
        "3. POST /api/payments/create-intent",
        "4. Calls service",
        "5. Check/Create customer",
        "6. Returns customer ID",
        "7. Customer ID saved",
        "8. Create payment intent",
        "9. Returns clientSecret",
    ),
    "Flow 2, payment confirmation": (
        "1. Enters card details",
        '2. Clicks "Pay"',
        "3. Sends to Stripe",
        "Stripe validates the card",
        "Stripe checks for fraud",
        "3D Secure if needed",
        "4. Payment succeeded",
        "5. POST /api/orders",
        "6. Verify payment",
        "7. Check status",
        "Create order",
        "Save paymentIntentId",
        "8. Order created",
    ),
    "Flow 3, webhook": (
        "1. Sends webhook",
        "2. Receives event",
        "3. Verify signature",
        "4. Signature valid",
        "5. Process event",
        "6. Status updated",
        "7. Email sent",
        "Response { received: true }",
    ),
    "Front end": (
        "App",
        "PaymentPage",
        "StripeProvider",
        "StripeProvider loads Stripe.js",
        "StripeProvider configures Elements",
        "StripeCheckout",
        "PaymentElement",
        "StripeCheckout handles confirmation",
        "ShippingForm",
        "ContactInfo",
        "AddressForm",
        "OrderSummary",
        "CartItems",
        "PricingBreakdown",
        "stripePaymentService.createPaymentIntent",
        "stripePaymentService.processOrder",
    ),
    "Security layers": (
        "1. No card data in state",
        "1. Stripe.js handles card input",
        "1. HTTPS only",
        "1. CSP headers",
        "2. JWT authentication",
        "2. Rate limiting",
        "2. Input validation",
        "2. CORS configuration",
        "2. Request sanitization",
        "3. Stripe tokenization",
        "3. PCI compliance (Stripe)",
        "3. 3D Secure",
        "3. Fraud detection (Radar)",
        "3. Webhook signature verification",
        "4. No card data stored",
        "4. Only Stripe IDs stored",
        "4. Encrypted connections",
        "4. Secure database",
        "5. Payment logs",
        "5. Error tracking",
        "5. Fraud alerts",
        "5. Audit trail",
    ),
    "Network flow": (
        "Browser ↔ front end: HTTPS",
        "Front end ↔ back end: REST API",
        "Back end ↔ Stripe API: Stripe SDK",
        "Stripe API ↔ back end: webhooks",
        "Back end ↔ MongoDB: Mongoose",
    ),
}
"""The brief's own diagrams, section by section; its "additional payment utilities" are named by what they do here."""

CHAPTER = "## Where the brief's parts live"
HEADER = ["the brief", "here", "shown by"]
LINK = re.compile(r"\]\(")
NAMED = re.compile(r"\[([^\]]+)\]\(\.\./([^)]+)\) `([^`]+)`")


class Row(NamedTuple):
    section: str
    cells: tuple[str, ...]


def rows_of(page: str) -> list[Row]:
    chapter = page.partition(f"{CHAPTER}\n")[2].partition("\n## ")[0]
    section, rows = "", []
    for line in chapter.splitlines():
        if line.startswith("### "):
            section = line.removeprefix("### ")
        if not line.startswith("| "):
            continue
        cells = [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]
        if cells != HEADER and set(cells) != {"---"}:
            rows.append(Row(section, tuple(cells)))
    return rows


def missing_parts(rows: list[Row]) -> list[str]:
    """Parts without a row of their own, rows without a part, and parts with several."""
    told = [f"{row.section}: {row.cells[0].strip('`')}" for row in rows]
    wanted = [f"{section}: {part}" for section, parts in PARTS.items() for part in parts]
    return sorted({*told} ^ {*wanted}) + [part for part in sorted({*told}) if told.count(part) > 1]


def faults_in(row: Row, root: Path) -> list[str]:
    if len(row.cells) != len(HEADER) or not all(row.cells):
        return [f"{row.cells[0]}: not three filled cells"]
    part, here, shown = row.cells
    faults = [
        f"{part}: a cell without a file and a name, or a file without one"
        for cell in (here, shown)
        if not 0 < len(LINK.findall(cell)) == len(NAMED.findall(cell))
    ]
    for title, path, name in NAMED.findall(here):
        if not _is_there(root / path, title) or name not in defined_in(root / path):
            faults.append(f"{part}: {path} has no {name}")
    for title, path, name in NAMED.findall(shown):
        if not _is_there(root / path, title) or not _is_test(path, name) or name not in written_in(root / path):
            faults.append(f"{part}: {path} has no {name}")
    return faults


def _is_there(file: Path, title: str) -> bool:
    return file.is_file() and file.name == title


def _is_test(path: str, name: str) -> bool:
    return path.startswith("tests/") and name.startswith("test_")


@cache
def defined_in(file: Path) -> frozenset[str]:
    """What a file defines: functions and classes, and in Python `Class.member` and constants as well."""
    text = file.read_text()
    if file.suffix != ".py":
        return frozenset(re.findall(r"\b(?:function|const|class)\s+(\w+)", text))
    return frozenset(_names(ast.parse(text).body, ""))


@cache
def written_in(file: Path) -> frozenset[str]:
    """Its test functions, those of suites and other classes among them."""
    return frozenset(name.rpartition(".")[2] for name in _names(ast.parse(file.read_text()).body, "", functions=True))


def _names(body: list[ast.stmt], prefix: str, *, functions: bool = False) -> list[str]:
    names = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            names.append(prefix + node.name)
        elif isinstance(node, ast.ClassDef):
            names += [] if functions else [prefix + node.name]
            names += _names(node.body, f"{prefix}{node.name}.", functions=functions)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not functions:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [prefix + target.id for target in targets if isinstance(target, ast.Name)]
    return names


def test_every_part_of_the_brief_has_a_row_of_its_own() -> None:
    assert missing_parts(rows_of((ROOT / "docs" / "architecture.md").read_text())) == []


def test_every_row_names_code_and_a_test_that_are_there() -> None:
    rows = rows_of((ROOT / "docs" / "architecture.md").read_text())
    assert [fault for row in rows for fault in faults_in(row, ROOT)] == []


def test_a_part_that_was_left_out_added_or_told_twice_is_seen() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    lines = page.splitlines()
    row = next(line for line in lines if line.startswith("| users.email |"))
    assert missing_parts(rows_of(page.replace(f"{row}\n", ""))) == ["Database: users.email"]
    assert missing_parts(rows_of(page.replace(row, f"{row}\n{row}"))) == ["Database: users.email"]
    lumped = page.replace("| users.email |", "| users.email, firstName |")
    assert missing_parts(rows_of(lumped)) == ["Database: users.email", "Database: users.email, firstName"]


def test_what_a_row_names_wrongly_is_seen(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "pay.py").write_text("class Pay:\n    amount: int\n    def now(self): ...\n\nRATE = 1\n")
    (tmp_path / "Pay.jsx").write_text("export function Pay() {}\nconst pay = () => {};\n")
    (tmp_path / "tests" / "test_pay.py").write_text("class TestPay:\n    async def test_it_pays(self): ...\n")
    shown = "[test_pay.py](../tests/test_pay.py) `test_it_pays`"

    def faults(here: str, by: str = shown) -> list[str]:
        return faults_in(Row("Pay", ("pay", here, by)), tmp_path)

    for name in ("Pay", "Pay.amount", "Pay.now", "RATE"):
        assert faults(f"[pay.py](../pay.py) `{name}` and why") == []
    for name in ("Pay", "pay"):
        assert faults(f"[Pay.jsx](../Pay.jsx) `{name}`") == []
    code = "[pay.py](../pay.py) `Pay`"
    for here, by in (
        ("", shown),
        (code, ""),
        ("in pay.py", shown),
        (f"{code}; [pay.py](../pay.py)", shown),
        ("[pay.py](../pay.py) `Pay.later`", shown),
        ("[pay.py](../gone.py) `Pay`", shown),
        ("[other.py](../pay.py) `Pay`", shown),
        ("[Pay.jsx](../Pay.jsx) `Payment`", shown),
        (code, "[test_pay.py](../tests/test_pay.py) `test_it_pays_twice`"),
        (code, "[test_pay.py](../tests/test_pay.py) `TestPay`"),
        (code, "[pay.py](../pay.py) `now`"),
        (code, "[test_gone.py](../tests/test_gone.py) `test_it_pays`"),
    ):
        assert len(faults(here, by)) == 1, (here, by)
