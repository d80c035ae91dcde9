"""Authentication: the account's server with its secret key, or a browser with the publishable one."""

from base64 import b64decode
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass

from stripe_stand_in.model.api.errors import ApiError
from stripe_stand_in.model.api.http import StripeObject


@dataclass(frozen=True, slots=True)
class ApiKeys:
    """The account's two keys."""

    secret: str
    publishable: str

    def is_secret(self, headers: Mapping[str, str], parameters: StripeObject) -> bool:
        """Returns True for the secret key, False for the publishable one; refuses any other.

        Browsers send the publishable key as the parameter `key`, which is removed from the parameters here.
        """
        in_parameters = parameters.pop("key", None)
        api_key = _presented(headers) or (in_parameters if isinstance(in_parameters, str) else None)
        if not api_key:
            raise unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using "
                "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
                "https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/."
            )
        if api_key == self.secret:
            return True
        if api_key == self.publishable:
            return False
        raise unauthorized(f"Invalid API Key provided: {_masked(api_key)}")


def secret_key_required() -> ApiError:
    """Returns the 403 for a request that needs a secret key."""
    return ApiError(
        403,
        "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of "
        "your API keys at https://dashboard.stripe.com/account/apikeys.",
        code="secret_key_required",
        executed=False,
    )


def _presented(headers: Mapping[str, str]) -> str | None:
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


def _masked(key: str) -> str:
    return key[:8] + "*" * max(0, len(key) - 12) + key[-4:] if len(key) > 12 else "*" * len(key)
