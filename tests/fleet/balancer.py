"""A load balancer before several APIs: every request goes to one of those in rotation, on a connection of its own."""

import http.client
import random
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.e2e.waiting import wait_until
from tests.http_server import Answer, Asked, http_server

ANSWER_SECONDS = 90.0
_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "host", "content-length"})


@dataclass
class Balancer:
    """`url` is where callers and Stripe reach the APIs; what each of them answered is counted by name and status."""

    url: str = ""
    answered: Counter[tuple[str, str, int | None]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    _rotation: dict[str, str] = field(default_factory=dict)
    _under_way: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def join(self, name: str, url: str) -> None:
        """Has the API of that name be sent requests."""
        with self._lock:
            self._rotation[name] = url

    def leave(self, name: str) -> None:
        """Has it be sent none from now on; returns once it has answered those that it was sent."""
        with self._lock:
            del self._rotation[name]
        wait_until(lambda: not self._under_way[name], f"the last answer of {name}", ANSWER_SECONDS)

    def names(self) -> set[str]:
        """The APIs in rotation."""
        with self._lock:
            return set(self._rotation)

    def carry(self, asked: Asked) -> Answer | None:
        """The answer of one of the APIs; one that accepts no connection is passed over, as proxies do.

        None where it broke the connection off, or none is there.
        """
        tried: set[str] = set()
        while chosen := self._chosen(tried):
            name, url = chosen
            try:
                answer = _forwarded(url, asked)
            except ConnectionRefusedError:
                tried.add(name)
                continue
            finally:
                with self._lock:
                    self._under_way[name] -= 1
            self._note(name, asked, answer)
            return answer
        with self._lock:
            self.failed.append(f"nobody: {asked.method} {asked.path}")
        return None

    def _note(self, name: str, asked: Asked, answer: Answer | None) -> None:
        status, body = (answer.status, answer.body) if answer else (None, b"")
        with self._lock:
            self.answered[name, asked.method, status] += 1
            # Unavailable is an answer that is documented; these are not.
            if status is None or (status >= 500 and status != 503):
                self.failed.append(f"{name}: {asked.method} {asked.path}: {status} {body[:300]!r}")

    def _chosen(self, tried: set[str]) -> tuple[str, str] | None:
        with self._lock:
            there = [each for each in self._rotation.items() if each[0] not in tried]
            if not there:
                return None
            chosen = random.choice(there)
            self._under_way[chosen[0]] += 1
            return chosen


def _forwarded(url: str, asked: Asked) -> Answer | None:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=ANSWER_SECONDS)
    headers = dict(_of_the_message(asked.headers.items()))
    try:
        connection.connect()
        try:
            connection.request(asked.method, asked.path, body=asked.body, headers={**headers, "Connection": "close"})
            answer = connection.getresponse()
            return Answer(status=answer.status, headers=_of_the_message(answer.getheaders()), body=answer.read())
        except (OSError, http.client.HTTPException):
            return None
    finally:
        connection.close()


def _of_the_message(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without those that belong to one connection."""
    return [(name, value) for name, value in headers if name.lower() not in _HOP]


@contextmanager
def running_balancer() -> Iterator[Balancer]:
    """A balancer on a free port of this machine, with no API behind it yet."""
    balancer = Balancer()
    with http_server(balancer.carry) as url:
        balancer.url = url
        yield balancer
