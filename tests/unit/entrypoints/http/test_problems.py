"""Every error has one kind, every kind is documented, and every error of the core is translated."""

import inspect
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import application
import domain
from application.captures.errors import CaptureRefused
from application.checkout.errors import CardDeclined, ReferenceReused, TooManyDeclines
from application.ports.edge.identity import TokenRefused
from application.ports.edge.rate_limiter import LimiterUnreachable
from application.ports.mail.alerts_webhook import PostRefused, PostUnavailable
from application.ports.mail.mailer import MailRefused, MailUnavailable
from application.ports.prices.addresses import UnknownState
from application.ports.shop.webhooks import NotDelivered
from application.ports.storage.failures import StoreRefused, StoreUnavailable, UnreadableHistory
from application.ports.stripe.events import InvalidEvent, InvalidSignature, UnreadableEvent
from application.ports.stripe.failures import AmountRefused, KeyRefused, OutcomeUnknown, Refused
from application.ports.stripe.payment_methods import AttachDeclined
from application.ports.stripe.payments import Declined
from application.refunds.errors import RefundRefused
from domain.errors.captures import AlreadyCaptured, NothingToCapture
from domain.errors.orders import CheckoutClosed, FactOfAnotherOrder, IntentNotRequested
from domain.errors.pricing import CartRefused, NothingToPay, UnpayableAmount
from domain.errors.refunds import PaymentDisputed, PaymentNotCaptured, RefundExceedsPayment, RefundOutcomeUnknown
from domain.errors.rule import RuleBroken
from domain.identifiers.types import OrderId
from domain.payments.refusal import AmountLimit, RequestPart
from domain.text.mail_address import MalformedMailAddress
from entrypoints.http.pages.problem_pages import problem_page
from entrypoints.http.problems import FieldFault, Problem, problem_of
from entrypoints.http.problems.kinds import KINDS, VALIDATION_FAILED
from entrypoints.http.problems.problem import Kind
from entrypoints.http.problems.translation import TRANSLATIONS

DOCUMENT = Path(__file__).parents[4] / "docs" / "errors.md"
NEVER_REACHES_A_CALLER = {
    MailRefused: "mail is sent by the worker",
    MailUnavailable: "mail is sent by the worker",
    PostRefused: "alerts are posted by the worker",
    PostUnavailable: "alerts are posted by the worker",
    StoreRefused: "a fault of ours, reported and answered as an internal error",
    MalformedMailAddress: "callers that ask for an address's parts answer for themselves",
    UnreadableEvent: "such an event is kept as a dead letter",
    CheckoutClosed: "the use case that confirms reads the payment again and answers with its outcome",
    RuleBroken: "only its kinds are raised",
    IntentNotRequested: "every caller asks first whether the intent was requested",
    FactOfAnotherOrder: "every caller asks first whether the fact belongs to the order",
    Declined: "the use case raises CardDeclined in its place",
    AttachDeclined: "the use case raises CardDeclined in its place",
    TokenRefused: "the guard answers 401 with its reason",
    NotDelivered: "deliveries to the shop are sent by the worker",
    UnknownState: "the use cases name the field at fault",
    LimiterUnreachable: "requests are let through and counted",
}


def test_codes_are_distinct_and_written_alike() -> None:
    codes = [kind.code for kind in KINDS]

    assert len(set(codes)) == len(codes)
    assert all(code == code.lower() and code.isidentifier() for code in codes)
    assert [kind.status for kind in KINDS] == sorted(kind.status for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_kind_is_documented_word_for_word(kind: Kind) -> None:
    heading = f"### `{kind.code}` — {kind.status} {HTTPStatus(kind.status).phrase}"
    section = DOCUMENT.read_text(encoding="utf-8").partition(f"{heading}\n")[2].partition("\n#")[0]

    assert kind.title in section
    assert kind.meaning in " ".join(section.split())
    assert kind.remedy in " ".join(section.split())


def test_nothing_is_documented_that_does_not_exist() -> None:
    headings = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("### ")]

    assert [line.split("`")[1] for line in headings] == [kind.code for kind in KINDS]


def errors_of_the_core() -> list[type[Exception]]:
    """Every error class that a module of the core defines."""
    modules = [
        import_module(found.name)
        for package in (application, domain)
        for found in walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Exception) and found.__module__ == module.__name__
    ]


def test_every_kind_is_met_by_a_test_of_the_whole_api() -> None:
    tests = DOCUMENT.parents[1] / "tests"
    # That one names kinds without provoking them.
    files = {*tests.glob("http/test_*.py"), *tests.glob("e2e/test_*.py")} - {tests / "http" / "test_description.py"}
    said = "".join(file.read_text(encoding="utf-8") for file in files)

    assert [kind.code for kind in KINDS if f'"{kind.code}"' not in said] == []


@pytest.mark.parametrize(
    "error",
    [error for error in errors_of_the_core() if error not in NEVER_REACHES_A_CALLER],
    ids=lambda error: error.__name__,
)
def test_every_error_of_the_core_is_some_problem(error: type[Exception]) -> None:
    assert any(known in TRANSLATIONS for known in error.__mro__)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (CartRefused((("items[0].sku", "is not sold here"),)), 422, "validation_failed"),
        (RefundExceedsPayment(1299, 833), 409, "refund_exceeds_payment"),
        (UnreadableHistory(3), 409, "history_unreadable"),
        (TooManyDeclines(900), 429, "too_many_declines"),
        (KeyRefused("401"), 502, "stripe_key_refused"),
        (OutcomeUnknown("timeout"), 503, "stripe_unavailable"),
        (StoreUnavailable("away"), 503, "database_unavailable"),
        (CardDeclined("card_declined", "generic_decline", "Your card was declined."), 402, "card_declined"),
        (Refused("invalid", RequestPart.EMAIL, "Invalid email address: ada"), 422, "validation_failed"),
        (Refused("invalid", RequestPart.SHIPPING), 422, "validation_failed"),
        (Refused("invalid", None, "No such object"), 502, "stripe_refused"),
    ],
)
def test_errors_become_the_problems_that_the_contract_names(error: Exception, status: int, code: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert (problem.kind.status, problem.kind.code) == (status, code)
    assert ("Retry-After" in problem.headers) is (status in (429, 503))


@pytest.mark.parametrize(
    ("asked", "left", "detail"),
    [
        (1299, 833, "The refund of 1299 is more than the 833 that is left to refund."),
        (0, 0, "Nothing is left to refund."),
        (1299, 0, "Nothing is left to refund."),
    ],
)
def test_a_refund_of_more_than_is_left_shows_what_is_left(asked: int, left: int, detail: str) -> None:
    problem = problem_of(RefundExceedsPayment(asked, left))

    assert problem is not None
    assert (problem.detail, problem.members) == (detail, {"refundable": left})


@pytest.mark.parametrize(
    ("error", "next_step"),
    [
        (InvalidSignature("stale"), "Check that STRIPE_WEBHOOK_SECRET"),
        (InvalidEvent("thin"), "Register the endpoint for snapshot"),
        (PaymentNotCaptured("ord_1"), "Cancel the checkout instead"),
        (PaymentDisputed("dp_1"), "Answer the dispute at Stripe"),
        (RefundOutcomeUnknown("rfd_1"), "Wait until the worker has settled it"),
        (RefundRefused(""), "Read the refund's `failureReason`"),
        (NothingToCapture("succeeded"), "Read the order. An authorized payment"),
        (CaptureRefused("declined"), "Look at the payment in Stripe's dashboard"),
        (AlreadyCaptured(OrderId("ord_1")), "Refund the order instead"),
        (NothingToPay(), "Treat the order as paid in the shop"),
        (ReferenceReused("R-1"), "Send the same request again to have that order"),
    ],
)
def test_errors_for_operators_say_what_to_do_next(error: Exception, next_step: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert problem.detail.startswith(f"{problem.kind.title}. {next_step}")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if 400 <= kind.status < 500], ids=lambda kind: kind.code)
def test_every_refusal_leads_to_a_page_that_says_what_to_do_next(kind: Kind) -> None:
    page = problem_page(Problem(kind).document("req")["type"].removeprefix("/problems/"))

    assert page is not None
    assert len(kind.remedy.split()) >= 3
    assert f"<h2>What to do</h2>\n<p>{kind.remedy[:3]}" in page.decode()


def test_what_stripe_said_of_a_refusal_is_not_repeated() -> None:
    problem = problem_of(Refused("invalid", RequestPart.EMAIL, "Invalid email address: ada"))

    assert problem is not None
    assert "ada" not in str(problem.document("req_1"))
    assert problem.errors == (FieldFault("receiptEmail", "is not accepted by the payment processor"),)


def test_an_unexpected_error_has_no_problem() -> None:
    assert problem_of(RuntimeError()) is None


def test_a_hostile_body_gets_no_endless_answer() -> None:
    problem = Problem(VALIDATION_FAILED, errors=[FieldFault(f"field{number}", "is wrong") for number in range(5000)])

    assert len(problem.document("req_1")["errors"]) == 100


@pytest.mark.parametrize(
    ("error", "detail"),
    [
        (AmountRefused("amount_too_small", AmountLimit.TOO_SMALL), "The amount is too small for Stripe"),
        (AmountRefused("amount_too_large", AmountLimit.TOO_LARGE), "The amount is too large for Stripe"),
        (UnpayableAmount(1231, "kwd"), "The amount can't be paid: KWD amounts are multiples of 10."),
    ],
)
def test_a_refused_amount_has_its_reason(error: Exception, detail: str) -> None:
    problem = problem_of(error)

    assert problem is not None
    assert problem.detail.startswith(detail)
