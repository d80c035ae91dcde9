"""The checkout page, the admin page, their files and their policy reports."""

from typing import Annotated, Final, TypeAlias

import structlog
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import PathParameter, RawBody, SkipValidation

from application.ports.prices.addresses import AddressRules
from application.ports.prices.tables import Shipping
from domain.text.characters import has_control_characters
from entrypoints.http.edge.security_headers import checkout_page_policy, own_files_policy
from entrypoints.http.pages.address_forms import address_forms_file
from entrypoints.http.pages.built_pages import PageFile, Pages
from entrypoints.http.pages.problem_pages import problem_page, problems_page
from entrypoints.http.problems import Problem, kinds
from entrypoints.http.requests.caller import Call
from entrypoints.http.validation.decoding import decoded
from entrypoints.settings import Settings
from entrypoints.telemetry.metrics import counters as metrics

CodePath: TypeAlias = Annotated[str, PathParameter(description="The error code.")]
StaticPath: TypeAlias = Annotated[str, PathParameter(description="The file's path.")]

_HTML: Final = "text/html"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
_FOR_A_WHILE: Final = "public, max-age=300"
_LARGEST_REPORT: Final = 16 * 1024
_LONGEST_LOGGED: Final = 200
_LOGGED: Final = ("effective-directive", "violated-directive", "blocked-uri", "effectiveDirective", "blockedURL")

logger: Final = structlog.get_logger("till.http")


class PagesController(Controller):
    """Open routes; the pages send tokens to the API themselves."""

    include_in_schema = False

    @get("/")
    async def checkout(
        self, pages: NamedDependency[Pages], settings: NamedDependency[SkipValidation[Settings]]
    ) -> Response[bytes]:
        """Returns the checkout page."""
        policy = checkout_page_policy(settings.stripe.js_url)
        return Response(pages.checkout, media_type=_HTML, headers={"content-security-policy": policy})

    @get("/admin")
    async def admin(self, pages: NamedDependency[Pages]) -> Response[bytes]:
        """Returns the admin page."""
        return Response(pages.admin, media_type=_HTML, headers={"content-security-policy": own_files_policy()})

    @get("/docs")
    async def docs(self, pages: NamedDependency[Pages]) -> Response[bytes]:
        """Returns the API's description to read and to try."""
        return Response(pages.docs, media_type=_HTML, headers={"content-security-policy": own_files_policy()})

    @get("/problems")
    async def problems(self) -> Response[bytes]:
        """Returns the list of error codes."""
        return Response(problems_page(), media_type=_HTML)

    @get("/problems/{code:str}")
    async def problem(self, code: CodePath) -> Response[bytes]:
        """Returns what an error code means and what to do."""
        page = problem_page(code)
        if page is None:
            raise Problem(kinds.NOT_FOUND, "The error code does not exist.")
        return Response(page, media_type=_HTML)

    @get("/static/{path:path}")
    async def static(self, request: Call, path: StaticPath, pages: NamedDependency[Pages]) -> Response[bytes]:
        """Returns a file of the pages, or 304 where the browser has it."""
        return _sent(request, pages.files.get(path.removeprefix("/")))

    @get("/static/address-forms.json")
    async def address_forms(
        self,
        request: Call,
        shipping: NamedDependency[SkipValidation[Shipping]],
        addresses: NamedDependency[SkipValidation[AddressRules]],
    ) -> Response[bytes]:
        """Returns how each country to which the shop ships writes its addresses."""
        return _sent(request, address_forms_file(addresses, shipping.countries()))

    @get("/favicon.ico")
    async def favicon(self, request: Call, pages: NamedDependency[Pages]) -> Response[bytes]:
        """Returns the icon for browsers that request it at its default path."""
        return _sent(request, pages.files.get("favicon.svg"))

    @post("/csp-report", status_code=204, request_max_body_size=_LARGEST_REPORT)
    async def violation(self, body: RawBody) -> None:
        """Counts and logs a browser's report of a violation of the content security policy."""
        metrics.CSP_REPORTS.inc()
        logger.warning("policy violated", **_logged(decoded(body)))


def _sent(request: Call, file: PageFile | None) -> Response[bytes]:
    if file is None:
        raise Problem(kinds.NOT_FOUND)
    headers = {
        "cache-control": _FOR_A_YEAR if file.immutable else _FOR_A_WHILE,
        "etag": file.etag,
        "vary": "Accept-Encoding",
    }
    if _matches(request.headers.get("if-none-match", ""), file.etag):
        return Response(b"", status_code=304, media_type=file.media_type, headers=headers)
    content, encoding = _encoded(file, request.headers.get("accept-encoding", ""))
    return Response(content, media_type=file.media_type, headers=headers | encoding)


def _matches(condition: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in condition.split(",")}
    return etag in tags or "*" in tags


def _encoded(file: PageFile, accepted: str) -> tuple[bytes, dict[str, str]]:
    wanted = "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "")
    if wanted and (zipped := file.zipped) is not None:
        return zipped, {"content-encoding": "gzip"}
    return file.content, {}


def _logged(report: object) -> dict[str, str]:
    entry = report[0] if isinstance(report, list) and report else report
    inner = entry.get("csp-report") or entry.get("body") if isinstance(entry, dict) else None
    if not isinstance(inner, dict):
        return {}
    found = {name: inner[name] for name in _LOGGED if isinstance(inner.get(name), str)}
    # Without its query a URI holds no secret.
    return {
        name.replace("-", "_"): value.partition("?")[0][:_LONGEST_LOGGED]
        for name, value in found.items()
        if not has_control_characters(value)
    }
