"""Stripe's hosted pages for payments that wait: the voucher to pay, and the verification of microdeposits."""

from html import escape
from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.web.dashboard.money_text import money_text
from stripe_stand_in.web.elements.challenge import Challenge, ChallengeRefused
from stripe_stand_in.web.responses import html_page
from stripe_stand_in.web.static_files import page

Form = Request[None, None, State]


def hosted_routes(challenge: Challenge) -> list[HTTPRouteHandler]:
    """Returns the handlers of the hosted pages."""

    @get("/vouchers/{intent:str}", sync_to_thread=False)
    def voucher(intent: FromPath[str], client_secret: FromQuery[str] = "") -> Response[bytes]:
        found = challenge.retrieve(intent, client_secret)
        kind = str((found["next_action"] or {}).get("type", "")).removesuffix("_display_details")
        number = _number((found["next_action"] or {}).get(f"{kind}_display_details", {}))
        state = "This voucher waits to be paid." if number else f"The payment is now: {found['status']}."
        return _page("challenge/voucher.html", found, client_secret, number or "-", state)

    @post("/vouchers/{intent:str}")
    async def voucher_outcome(intent: FromPath[str], request: Form) -> Redirect:
        form = await _form(request)
        secret = form.get("client_secret", "")
        challenge.retrieve(intent, secret)
        _act(challenge, "settle_payment", intent_id=intent, ok=form.get("outcome") == "complete")
        return Redirect(f"/vouchers/{intent}?{urlencode({'client_secret': secret})}", status_code=303)

    @get("/microdeposits/{intent:str}", sync_to_thread=False)
    def microdeposits(
        intent: FromPath[str], client_secret: FromQuery[str] = "", message: FromQuery[str] = ""
    ) -> Response[bytes]:
        found = challenge.retrieve(intent, client_secret)
        waits = (found["next_action"] or {}).get("type") == "verify_with_microdeposits"
        state = message or ("Enter the code of the deposit." if waits else f"The payment is now: {found['status']}.")
        return _page("challenge/microdeposits.html", found, client_secret, "SM11AA", state)

    @post("/microdeposits/{intent:str}")
    async def microdeposits_outcome(intent: FromPath[str], request: Form) -> Redirect:
        form = await _form(request)
        secret = form.get("client_secret", "")
        refused = challenge.post(
            intent, "verify_microdeposits", client_secret=secret, descriptor_code=form.get("descriptor_code", "")
        )
        query = {"client_secret": secret, **({"message": refused} if refused else {})}
        return Redirect(f"/microdeposits/{intent}?{urlencode(query)}", status_code=303)

    return [voucher, voucher_outcome, microdeposits, microdeposits_outcome]


def _act(challenge: Challenge, name: str, **arguments: object) -> None:
    try:
        challenge.account.act(name, **arguments)
    except ApiError as refused:
        raise ChallengeRefused(str(refused)) from refused


def _page(name: str, intent: dict[str, object], secret: str, code: str, message: str) -> Response[bytes]:
    amount = money_text(int(str(intent["amount"])), str(intent["currency"])) if "amount" in intent else ""
    source = page(name)
    for placeholder, value in {"client_secret": secret, "amount": amount, "code": code, "message": message}.items():
        source = source.replace("{" + placeholder + "}", escape(value))
    return html_page(source, posts_to=("'self'",))


def _number(details: dict[str, object]) -> str:
    for name in ("number", "reference"):
        if details.get(name):
            return str(details[name])
    stores = details.get("stores")
    return str(stores["familymart"]["confirmation_number"]) if isinstance(stores, dict) else ""


async def _form(request: Form) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
