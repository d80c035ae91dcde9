"""The sandbox's throwaway secrets: made once and kept with its data, so that signatures stay valid."""

import secrets

import msgspec

from entrypoints.sandbox.fault import SandboxFault
from entrypoints.sandbox.folder import Folder


class Keys(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Secrets that are valid in this sandbox alone."""

    publishable_key: str
    secret_key: str
    webhook_secret: str
    jwt_secret: str
    audit_secret: str


def keys_of(folder: Folder) -> Keys:
    """The folder's keys; new ones where it has none."""
    if folder.keys.exists():
        try:
            return msgspec.json.decode(folder.keys.read_bytes(), type=Keys)
        except msgspec.DecodeError as error:
            raise SandboxFault(f"{folder.keys} is damaged ({error}); --fresh starts with an empty sandbox") from None
    keys = Keys(
        publishable_key=f"pk_test_{secrets.token_hex(24)}",
        secret_key=f"sk_test_{secrets.token_hex(24)}",
        webhook_secret=f"whsec_{secrets.token_hex(24)}",
        jwt_secret=secrets.token_hex(32),
        audit_secret=secrets.token_hex(32),
    )
    folder.write_private(folder.keys, msgspec.json.format(msgspec.json.encode(keys)))
    return keys
