"""The senders of a worker: one for each of the shop's endpoints."""

from entrypoints.container import Container
from entrypoints.worker.endpoint_sender import EndpointSender


def senders(till: Container) -> list[EndpointSender]:
    """Returns the senders of one process, which hold their leases by a name that no other process has."""
    holder = till.request_scopes().fresh()
    return [
        EndpointSender(
            endpoint=endpoint,
            outbox=till.shop_outbox(),
            leases=till.leases(),
            deliver=till.deliver_events(),
            clock=till.clock(),
            holder=holder,
        )
        for endpoint in till.shop_endpoints()
    ]
