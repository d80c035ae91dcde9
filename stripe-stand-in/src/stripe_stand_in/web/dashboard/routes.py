"""The dashboard's routes: one page per section, and the forms' target."""

from urllib.parse import parse_qsl, urlencode

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from stripe_stand_in.web.dashboard.account_api import AccountApi, ActRefused
from stripe_stand_in.web.dashboard.acts import ACTS, perform
from stripe_stand_in.web.dashboard.cells import Forms
from stripe_stand_in.web.dashboard.events_section import events
from stripe_stand_in.web.dashboard.guard import Guard
from stripe_stand_in.web.dashboard.page import page
from stripe_stand_in.web.dashboard.sections import disputes, payments, refunds, reviews
from stripe_stand_in.web.responses import html_page

AnyRequest = Request[None, None, State]

CONTENTS = {"/": payments, "/refunds": refunds, "/disputes": disputes, "/reviews": reviews, "/events": events}


def dashboard_routes(api: AccountApi, guard: Guard) -> list[HTTPRouteHandler]:
    """Returns the handlers."""

    @get(list(CONTENTS), sync_to_thread=False)
    def section(
        request: AnyRequest, after: FromQuery[str | None] = None, message: FromQuery[str | None] = None
    ) -> Response[bytes]:
        if not guard.is_known_host(request.headers.get("host", "")):
            return _refused("This host name is not the stand-in's.")
        path = request.url.path
        try:
            content = CONTENTS[path](api, Forms(guard.token), after)
        except ActRefused as refusal:
            return _refused(str(refusal), status=404)
        return html_page(page(path, message, content), posts_to=("'self'",))

    @post("/acts/{name:str}")
    async def act(name: FromPath[str], request: AnyRequest) -> Redirect | Response[bytes]:
        form = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
        known = guard.is_known_host(request.headers.get("host", ""))
        if not known or not guard.accepts(form.get("token", ""), request.headers.get("sec-fetch-site")):
            return _refused("This form is not one of the stand-in's own pages.")
        if name not in ACTS:
            return _refused("There is no such act.", status=404)
        path, message = perform(api, name, form)
        return Redirect(f"{path}?{urlencode({'message': message[:500]})}", status_code=303)

    return [section, act]


def _refused(message: str, status: int = 403) -> Response[bytes]:
    return Response(message.encode(), status_code=status, media_type="text/plain; charset=utf-8")
