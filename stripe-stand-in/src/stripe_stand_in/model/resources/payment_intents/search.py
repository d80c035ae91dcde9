"""Search for payment intents in Stripe's query language: clauses joined by AND or by OR."""

from re import compile as pattern

from stripe_stand_in.model.account.account import Account
from stripe_stand_in.model.api.errors import malformed
from stripe_stand_in.model.api.http import ApiRequest, StripeObject
from stripe_stand_in.model.api.operation import Operation
from stripe_stand_in.model.resources.payment_intents.parameters import SEARCH

CLAUSE = pattern(
    r"""\s*(?P<minus>-?)(?P<field>amount|created|currency|customer|status|metadata\[["'](?P<key>[^"']+)["']\])"""
    r"""\s*(?P<sign>:|>=|<=|>|<)\s*(?P<quote>["']?)(?P<value>[^"'\s]*|[^"']*(?=["']))(?P=quote)\s*"""
)
JOINT = pattern(r"\s*(AND|and|OR|or)\s+|\s+")
NUMBERS = ("amount", "created")


def search(account: Account, request: ApiRequest) -> StripeObject:
    """GET /v1/payment_intents/search: as at Stripe, the newest intents are not found yet."""
    params = request.params
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise malformed("This value must be between 1 and 100.", "limit", "parameter_invalid_integer")
    clauses, either = _clauses(params["query"])
    start = int(params["page"]) if params.get("page", "").isdigit() else 0
    found = [
        intent
        for intent in account.payment_intents
        if intent["created"] <= account.now - account.settings.search_lags_by
        and (any if either else all)(_meets(intent, *clause) for clause in clauses)
    ][::-1]
    more = len(found) > start + limit
    return {
        "object": "search_result",
        "data": found[start : start + limit],
        "has_more": more,
        "next_page": str(start + limit) if more else None,
        "url": "/v1/payment_intents/search",
    }


def _clauses(query: str) -> tuple[list[tuple[str, str, str, bool]], bool]:
    clauses: list[tuple[str, str, str, bool]] = []
    joints: set[str] = set()
    place = 0
    while True:
        clause = CLAUSE.match(query, place)
        if clause is None:
            raise malformed("We were unable to parse your search query.", "query")
        field = f"metadata.{clause['key']}" if clause["key"] else clause["field"]
        if clause["sign"] != ":" and field not in NUMBERS:
            raise malformed(f"The field `{field}` can't be compared by size.", "query")
        if field in NUMBERS and not clause["value"].isdigit():
            raise malformed(f"The field `{field}` must be compared with a number.", "query")
        clauses.append((field, clause["sign"], clause["value"], clause["minus"] == "-"))
        if clause.end() >= len(query):
            return clauses, joints == {"OR"}
        joint = JOINT.match(query, clause.end())
        joints.add(((joint and joint[1]) or "AND").upper())
        if len(joints) > 1:
            raise malformed("AND and OR can't be combined in one query.", "query")
        place = joint.end() if joint else clause.end()


def _meets(intent: StripeObject, field: str, sign: str, value: str, negated: bool) -> bool:
    if field.startswith("metadata."):
        met = intent["metadata"].get(field.removeprefix("metadata.")) == value
    elif field in NUMBERS:
        have, want = intent[field], int(value)
        met = {":": have == want, ">": have > want, "<": have < want, ">=": have >= want, "<=": have <= want}[sign]
    else:
        met = intent[field] == value
    return bool(met) != negated


OPERATIONS = (Operation("GET", "/v1/payment_intents/search", search, SEARCH),)
