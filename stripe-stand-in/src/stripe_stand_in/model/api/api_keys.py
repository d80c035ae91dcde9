"""Authentication: the account's server with its secret key, or a browser with the publishable one."""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass, field

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.model.api.http import StripeObject


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request; `permissions` are those of a restricted key, None for any other."""

    key: str
    has_secret_key: bool
    permissions: frozenset[str] | None = None


@dataclass(slots=True)
class ApiKeys:
    """The account's keys; restricted ones with their permissions."""

    secret: str
    publishable: str
    restricted: dict[str, frozenset[str]] = field(default_factory=dict)

    def authenticate(self, headers: Mapping[str, str], parameters: StripeObject) -> Caller:
        """Returns the caller; refuses an unknown key.

        Browsers send the publishable key as the parameter `key`, which is removed from the parameters here.
        """
        in_parameters = parameters.pop("key", None)
        key = presented_key(headers) or (in_parameters if isinstance(in_parameters, str) else None)
        if not key:
            raise unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
                "https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
            )
        if key in self.restricted:
            return Caller(key, has_secret_key=True, permissions=self.restricted[key])
        if key in (self.secret, self.publishable):
            return Caller(key, has_secret_key=key == self.secret)
        raise unauthorized(f"Invalid API Key provided: {masked(key)}")


def secret_key_required() -> ApiError:
    """Returns the 403 for a request that needs a secret key."""
    return ApiError(
        403,
        "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of "
        "your API keys at https://dashboard.stripe.com/account/apikeys.",
        code="secret_key_required",
        executed=False,
    )


def presented_key(headers: Mapping[str, str]) -> str | None:
    """Returns the key in the Authorization header (names in lower case), or None."""
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return b64decode(credentials, validate=True).decode().partition(":")[0]
        except (Error, UnicodeDecodeError):
            return None
    return None


def unauthorized(message: str) -> ApiError:
    """Returns the 401 for a missing, wrong or expired key."""
    return ApiError(401, message, executed=False, headers={"WWW-Authenticate": 'Basic realm="Stripe"'})


def masked(key: str) -> str:
    """Returns the key with all but its start and end hidden."""
    return key[:8] + "*" * max(0, len(key) - 12) + key[-4:] if len(key) > 12 else "*" * len(key)
