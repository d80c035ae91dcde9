"""A problem document (RFC 9457) as an exception."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One row of docs/errors.md; the code is stable, texts may change."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str


def kind(status: int, code: str, title: str, meaning: str, remedy: str) -> Kind:
    """Returns a row of the table; its arguments stand in the order of docs/errors.md."""
    return Kind(code=code, status=status, title=title, meaning=meaning, remedy=remedy)


MEDIA_TYPE: Final = "application/problem+json"
_MAX_FAULTS: Final = 100  # a hostile body could name thousands of fields


class FieldFault(msgspec.Struct, frozen=True):
    """One field that is not valid, by its path in the request, and what is wrong with it."""

    field: str
    message: str


class Problem(Exception):
    """The error that ends a request with the problem document of `kind`.

    `detail` describes this occurrence; `members` and `headers` are added to the document and the answer.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str | None = None,
        *,
        errors: Sequence[FieldFault] = (),
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.kind = kind
        self.detail = detail or f"{kind.title}."
        self.errors = tuple(errors)[:_MAX_FAULTS]
        self.members = dict(members or {})
        self.headers = dict(headers or {})
        super().__init__(f"{kind.code}: {self.detail}")

    def document(self, request_id: str) -> dict[str, Any]:
        """Returns the body of the answer."""
        document: dict[str, Any] = {
            "type": f"/problems/{self.kind.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            "code": self.kind.code,
            "requestId": request_id,
            **self.members,
        }
        if self.errors:
            document["errors"] = [{"field": fault.field, "message": fault.message} for fault in self.errors]
        return document
