"""Reads and changes the account through the API, with the secret key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec

from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.web.storage.persistent_account import PersistentAccount

PAGE = 50


class ActRefused(Exception):
    """The API refused; holds its message."""


@dataclass(frozen=True, slots=True)
class AccountApi:
    """A client of the account's own API."""

    account: PersistentAccount
    secret_key: str

    def newest(self, path: str, after: str | None, **more: str) -> tuple[list[dict[str, Any]], bool]:
        """Returns one page of a list, newest first, and whether there are older objects."""
        query = {"limit": str(PAGE), **more, **({"starting_after": after} if after else {})}
        page = self._ask("GET", f"{path}?{urlencode(query)}", b"")
        return page["data"], page["has_more"]

    def get(self, path: str) -> dict[str, Any]:
        """Returns one object. Raises ActRefused."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **fields: str) -> dict[str, Any]:
        """Sends a POST request and returns its object. Raises ActRefused."""
        return self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        headers: Mapping[str, str] = {"authorization": f"Bearer {self.secret_key}", "stripe-version": NEWEST}
        response = self.account.handle(method, path, headers, body)
        content: dict[str, Any] = msgspec.json.decode(response.body)
        if response.status != 200:
            raise ActRefused(content["error"]["message"])
        return content
