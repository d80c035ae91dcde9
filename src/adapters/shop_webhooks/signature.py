"""Signs events as the Standard Webhooks specification says, by its published library."""

from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook


class Signer:
    """Signs with every secret, so that a receiver may hold any of them while one is rolled."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._webhooks = tuple(Webhook(secret) for secret in secrets)

    def headers(self, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
        """Returns the three headers of one try at the moment `at`, which is in UTC."""
        signatures = (webhook.sign(message_id, at, body.decode()) for webhook in self._webhooks)
        return {
            "webhook-id": message_id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(signatures),
        }
