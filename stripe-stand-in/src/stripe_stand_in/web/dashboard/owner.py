"""Reads the account as its owner does: through the API, with the secret key."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec

from stripe_stand_in.model.api.versions import NEWEST
from stripe_stand_in.web.storage.persistent_account import KeptAccount

PAGE = 50


class ActRefused(Exception):
    """The API's message about an act that can't be."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The account's owner at the API."""

    account: KeptAccount
    secret_key: str

    def newest(self, path: str, after: str | None, **more: str) -> tuple[list[dict[str, Any]], bool]:
        """One page of a list, newest first, and whether there are older ones."""
        query = {"limit": str(PAGE), **more, **({"starting_after": after} if after else {})}
        page = self._ask("GET", f"{path}?{urlencode(query)}", b"")
        return page["data"], page["has_more"]

    def get(self, path: str) -> dict[str, Any]:
        """One object. Raises ActRefused."""
        return self._ask("GET", path, b"")

    def post(self, path: str, **fields: str) -> dict[str, Any]:
        """Do something. Raises ActRefused."""
        return self._ask("POST", path, urlencode(fields).encode())

    def _ask(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        headers: Mapping[str, str] = {"authorization": f"Bearer {self.secret_key}", "stripe-version": NEWEST}
        answer = self.account.handle(method, path, headers, body)
        said: dict[str, Any] = msgspec.json.decode(answer.body)
        if answer.status != 200:
            raise ActRefused(said["error"]["message"])
        return said
