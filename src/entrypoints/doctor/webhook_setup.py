"""Makes the account's webhook endpoint agree with what Till needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from adapters.stripe.reading.event_types import NEEDED
from adapters.stripe.sdk.version import API_VERSION
from adapters.stripe.webhook_endpoints import StripeWebhookEndpoints, WebhookEndpoint
from entrypoints.doctor.webhook_endpoint import EndpointState, endpoint_state


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookSetup:
    """Reports each step by `say`; a dry run takes none. Raises as calls to Stripe do."""

    endpoints: StripeWebhookEndpoints
    api_url: str
    dry_run: bool
    say: Callable[[str], None]

    async def __call__(self, move: str | None = None) -> None:
        """Creates, corrects or replaces the endpoint; `move` is the id of one to lead here first."""
        known = await self.endpoints.all()
        if move is not None:
            known = await self._moved(known, move)
        state = endpoint_state(known, self.api_url)
        if not state.readable:
            await self._create(state)
            return
        changed = False
        for endpoint in state.readable:
            changed = await self._correct(endpoint) or changed
        for endpoint in state.unreadable:
            changed = await self._disable(endpoint) or changed
        if not changed:
            self.say(f"Nothing to do: {state.readable[0].id} leads to {state.url} with all {len(NEEDED)} event types.")

    async def _moved(self, known: Sequence[WebhookEndpoint], identity: str) -> Sequence[WebhookEndpoint]:
        url = endpoint_state((), self.api_url).url
        found = next((endpoint for endpoint in known if endpoint.id == identity), None)
        if found is None:
            self.say(
                f"There is no endpoint {identity}; the account has {', '.join(each.id for each in known) or 'none'}."
            )
            return known
        self.say(self._act(f"lead {found.id} from {found.url} to {url}"))
        if self.dry_run:
            return known
        moved = await self.endpoints.update(found, url=url)
        return [moved if endpoint.id == identity else endpoint for endpoint in known]

    async def _create(self, state: EndpointState) -> None:
        for endpoint in state.elsewhere:
            self.say(f"{endpoint.id} leads to {endpoint.url} and is left alone; --move {endpoint.id} leads it here")
        self.say(
            self._act(f"create an endpoint for {state.url}, API version {API_VERSION}, with {len(NEEDED)} event types")
        )
        if self.dry_run:
            return
        created = await self.endpoints.create(state.url)
        self.say(f"Its signing secret, shown this once: {created.secret}")
        if state.unreadable:
            self.say(
                "Add it to STRIPE_WEBHOOK_SECRET behind a comma and restart the API; then run this command again, which"
                f" disables {', '.join(each.id for each in state.unreadable)}, whose version is too old."
            )
        else:
            self.say("Set STRIPE_WEBHOOK_SECRET to it and restart the API.")

    async def _correct(self, endpoint: WebhookEndpoint) -> bool:
        acts = []
        if endpoint.status != "enabled":
            acts.append(f"enable {endpoint.id}")
        if endpoint.missing_events:
            acts.append(f"have {endpoint.id} sent {', '.join(endpoint.missing_events)}")
        for act in acts:
            self.say(self._act(act))
        if acts and not self.dry_run:
            await self.endpoints.update(
                endpoint,
                enabled=True if endpoint.status != "enabled" else None,
                add_events=bool(endpoint.missing_events),
            )
        return bool(acts)

    async def _disable(self, endpoint: WebhookEndpoint) -> bool:
        if endpoint.status != "enabled":
            return False
        self.say(self._act(f"disable {endpoint.id}, whose API version {endpoint.api_version} is too old to be read"))
        if not self.dry_run:
            await self.endpoints.update(endpoint, enabled=False)
        return True

    def _act(self, what: str) -> str:
        return f"Would {what}." if self.dry_run else f"{what[0].upper()}{what[1:]}."
