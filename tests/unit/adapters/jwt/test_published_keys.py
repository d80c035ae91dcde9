"""Tokens signed by a provider's published keys are believed, through rotations and outages, and nothing else is."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from adapters.jwt.key_set import KeySet, keys_of
from adapters.jwt.published_keys import PublishedKeyTokens
from application.ports.edge.identity import KeysUnreachable, TokenRefused

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def jwk(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, key_id: str | None, **extra: str) -> dict[str, Any]:
    algorithm = (
        jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else jwt.algorithms.RSAAlgorithm
    )
    described: dict[str, Any] = json.loads(algorithm.to_jwk(key.public_key()))  # type: ignore[arg-type]
    return described | ({} if key_id is None else {"kid": key_id}) | extra


def token(key: Any, algorithm: str, key_id: str | None) -> str:
    claims = {"sub": "u_1299", "exp": int(time.time()) + 600}
    return jwt.encode(claims, key, algorithm=algorithm, headers={} if key_id is None else {"kid": key_id})


@dataclass
class Provider:
    """An identity provider whose answers a test sets and counts how often it was asked."""

    url: str = ""
    keys: list[dict[str, Any]] = field(default_factory=list)
    body: bytes | None = None
    status: int = 200
    asked: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    answers: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, _: web.Request) -> web.Response:
        self.asked += 1
        self.came.set()
        await self.answers.wait()
        return web.Response(status=self.status, body=self.body or json.dumps({"keys": self.keys}).encode())


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    provider = Provider(keys=[jwk(RSA_KEY, "first"), jwk(EC_KEY, "second")])
    provider.answers.set()
    app = web.Application()
    app.router.add_get("/keys", provider.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    provider.url = f"http://127.0.0.1:{runner.addresses[0][1]}/keys"
    yield provider
    provider.answers.set()
    await runner.cleanup()


@dataclass
class Stopwatch:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


def verifier_of(provider: Provider, clock: Stopwatch) -> PublishedKeyTokens:
    return PublishedKeyTokens(keys=KeySet(provider.url, clock))


async def test_rs256_and_es256_are_believed_and_the_keys_are_fetched_once(provider: Provider) -> None:
    verify = verifier_of(provider, Stopwatch())

    for good in (token(RSA_KEY, "RS256", "first"), token(EC_KEY, "ES256", "second")) * 3:
        assert (await verify(good)).subject == "u_1299"

    assert provider.asked == 1


async def test_the_public_key_is_no_shared_secret(provider: Provider) -> None:
    pem = RSA_KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    header = jwt.utils.base64url_encode(b'{"alg":"HS256","kid":"first","typ":"JWT"}')
    payload = jwt.utils.base64url_encode(b'{"sub":"u_1299","exp":4102444800}')
    unsigned = header + b"." + payload
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(unsigned, pem)
    forged = (unsigned + b"." + jwt.utils.base64url_encode(mac)).decode()

    with pytest.raises(TokenRefused):
        await verifier_of(provider, Stopwatch())(forged)


async def test_a_key_is_used_for_its_own_algorithm_alone(provider: Provider) -> None:
    verify = verifier_of(provider, Stopwatch())

    for confused in (
        token(RSA_KEY, "PS256", "first"),
        token(RSA_KEY, "RS512", "first"),
        token(EC_KEY, "ES256", "first"),
        token(RSA_KEY, "RS256", "second"),
    ):
        with pytest.raises(TokenRefused):
            await verify(confused)


def test_keys_that_must_not_be_used_are_passed_over() -> None:
    listed = [
        jwk(RSA_KEY, "for-encryption", use="enc"),
        jwk(SHORT_KEY, "short"),
        jwk(RSA_KEY, "for-another-algorithm", alg="PS256"),
        {"kty": "oct", "kid": "shared", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA"},
        {"kty": "OKP", "crv": "unheard-of", "kid": "new"},
        "no key at all",
        jwk(EC_KEY, "good"),
    ]

    assert set(keys_of({"keys": listed})) == {"good"}
    with pytest.raises(ValueError, match="usable"):
        keys_of({"keys": listed[:-1]})


async def test_a_new_key_is_fetched_when_it_is_first_seen_but_not_at_anyones_bidding(provider: Provider) -> None:
    clock = Stopwatch()
    verify = verifier_of(provider, clock)
    await verify(token(RSA_KEY, "RS256", "first"))
    provider.keys = [jwk(EC_KEY, "rotated")]

    with pytest.raises(TokenRefused):
        await verify(token(EC_KEY, "ES256", "rotated"))
    assert provider.asked == 1

    clock.seconds += 11
    assert (await verify(token(EC_KEY, "ES256", "rotated"))).subject == "u_1299"
    for number in range(20):
        with pytest.raises(TokenRefused):
            await verify(token(EC_KEY, "ES256", f"invented-{number}"))
    assert provider.asked == 2


async def test_a_withdrawn_key_is_forgotten_once_the_list_is_old(provider: Provider) -> None:
    clock = Stopwatch()
    verify = verifier_of(provider, clock)
    await verify(token(RSA_KEY, "RS256", "first"))
    provider.keys = [jwk(EC_KEY, "second")]

    clock.seconds += 601
    with pytest.raises(TokenRefused):
        await verify(token(RSA_KEY, "RS256", "first"))


@pytest.mark.parametrize(
    "trouble", [{"status": 503}, {"body": b"<html>"}, {"body": b"[" * 100_000}, {"body": b"x" * 300_000}, {"keys": []}]
)
async def test_the_last_list_stays_in_use_while_the_provider_is_down(
    provider: Provider, trouble: dict[str, Any]
) -> None:
    clock = Stopwatch()
    verify = verifier_of(provider, clock)
    await verify(token(RSA_KEY, "RS256", "first"))
    for name, value in trouble.items():
        setattr(provider, name, value)

    clock.seconds += 5000
    assert (await verify(token(RSA_KEY, "RS256", "first"))).subject == "u_1299"


async def test_while_the_provider_hangs_known_keys_are_believed_without_waiting_for_it(provider: Provider) -> None:
    clock = Stopwatch()
    verify = verifier_of(provider, clock)
    known, new = token(RSA_KEY, "RS256", "first"), token(EC_KEY, "ES256", "rotated")
    await verify(known)
    provider.keys = [jwk(EC_KEY, "rotated")]
    provider.answers.clear()

    clock.seconds += 601
    async with asyncio.timeout(2):
        believed = await asyncio.gather(*(verify(known) for _ in range(20)))
    assert {each.subject for each in believed} == {"u_1299"}

    waiting = [asyncio.create_task(verify(new)) for _ in range(20)]
    async with asyncio.timeout(2):
        await verify(known)
    assert not any(each.done() for each in waiting)
    provider.answers.set()
    assert {(await each).subject for each in waiting} == {"u_1299"}
    assert provider.asked == 2
    with pytest.raises(TokenRefused):
        await verify(known)


async def test_a_request_that_is_given_up_does_not_end_the_fetch_that_others_wait_for(provider: Provider) -> None:
    verify = verifier_of(provider, Stopwatch())
    provider.answers.clear()
    given_up, patient = (asyncio.create_task(verify(token(RSA_KEY, "RS256", "first"))) for _ in range(2))
    await provider.came.wait()
    given_up.cancel()
    provider.answers.set()
    assert (await patient).subject == "u_1299"
    assert (given_up.cancelled(), provider.asked) == (True, 1)


async def test_without_any_list_the_token_can_not_be_judged(provider: Provider) -> None:
    provider.status = 500
    clock = Stopwatch()
    verify = verifier_of(provider, clock)
    for _ in range(3):
        with pytest.raises(KeysUnreachable):
            await verify(token(RSA_KEY, "RS256", "first"))
    assert provider.asked == 1

    provider.status = 200
    clock.seconds += 11
    assert (await verify(token(RSA_KEY, "RS256", "first"))).subject == "u_1299"


async def test_an_only_key_needs_no_id(provider: Provider) -> None:
    provider.keys = [jwk(RSA_KEY, None)]
    assert (await verifier_of(provider, Stopwatch())(token(RSA_KEY, "RS256", None))).subject == "u_1299"

    provider.keys = [jwk(RSA_KEY, "first"), jwk(EC_KEY, "second")]
    with pytest.raises(TokenRefused):
        await verifier_of(provider, Stopwatch())(token(RSA_KEY, "RS256", None))


async def test_keys_are_fetched_through_the_proxy_of_the_environment(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", provider.url.removesuffix("/keys"))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    verify = PublishedKeyTokens(keys=KeySet("http://id.till.invalid/keys", Stopwatch()))

    assert (await verify(token(RSA_KEY, "RS256", "first"))).subject == "u_1299"
