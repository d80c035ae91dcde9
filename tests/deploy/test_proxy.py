"""The proxy's configuration, run by nginx itself where there is one (.ci/run installs it)."""

import json
import os
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from entrypoints.server.listening import bound
from tests.architecture.repository import ROOT
from tests.deploy.commands import shell_blocks

FOLDER = ROOT / "deploy" / "compose"
NGINX = shutil.which("nginx")
START_LIMIT = 20
# Its processes would be somebody else's, who may not enter this run's folder.
AS_ROOT = " user root;" if os.getuid() == 0 else ""

pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx on the PATH; Debian's package is nginx-light")


class Proxy(NamedTuple):
    """Where it listens, by which certificate."""

    secure: str
    plain: str
    certificate: Path


class Echo(BaseHTTPRequestHandler):
    """An API that answers with the headers it was sent."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with bound("127.0.0.1", 0) as sock:
        return int(sock.getsockname()[1])


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The proxy in front of one API that answers and one that is down."""
    folder = tmp_path_factory.mktemp("proxy")
    (make_certificate,) = [line for line in shell_blocks(FOLDER / "README.md")[1].splitlines() if "openssl req" in line]
    (folder / "tls").mkdir()
    subprocess.run(["sh", "-euc", make_certificate], cwd=folder, check=True, capture_output=True)
    api = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    secure, plain = free_port(), free_port()
    written = (FOLDER / "nginx.conf").read_text()
    for there, here in {
        "/run/": f"{folder}/",
        "/var/cache/nginx/": f"{folder}/",
        "/etc/nginx/tls": f"{folder}/tls",
        "api-1:8000": f"127.0.0.1:{free_port()}",
        "api-2:8000": f"127.0.0.1:{api.server_port}",
        "listen 8443": f"listen 127.0.0.1:{secure}",
        "listen 8080": f"listen 127.0.0.1:{plain}",
    }.items():
        assert there in written, there
        written = written.replace(there, here)
    (folder / "nginx.conf").write_text(written)
    command = [NGINX or "", "-e", "stderr", "-p", folder, "-c", folder / "nginx.conf", "-g", f"daemon off;{AS_ROOT}"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as process:
        try:
            wait_for(plain, process)
            yield Proxy(f"https://localhost:{secure}", f"http://localhost:{plain}", folder / "tls" / "certificate.pem")
        finally:
            process.terminate()
            api.shutdown()
            api.server_close()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        assert process.poll() is None, "nginx ended"
        try:
            httpx.get(f"http://127.0.0.1:{port}")
        except httpx.TransportError:
            assert time.monotonic() < deadline, "nginx does not listen"
        else:
            return


@pytest.fixture
def caller(proxy: Proxy) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=proxy.secure, verify=ssl.create_default_context(cafile=proxy.certificate)) as client:
        yield client


def test_plain_http_is_led_to_https(proxy: Proxy) -> None:
    answer = httpx.get(f"{proxy.plain}/admin?x=1")
    assert (answer.status_code, answer.headers["location"]) == (308, "https://localhost/admin?x=1")


def test_what_a_caller_claims_of_itself_goes_no_further(caller: httpx.Client) -> None:
    claimed = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http", "X-Request-Id": "mine"}
    seen = caller.get("/", headers=claimed).json()
    assert (seen["x-forwarded-for"], seen["x-forwarded-proto"]) == ("127.0.0.1", "https")
    assert "x-request-id" not in seen


def test_an_api_that_is_down_is_passed_over(caller: httpx.Client) -> None:
    assert [caller.post("/api/orders", json={}).status_code for _ in range(6)] == [200] * 6


def test_what_is_too_large_ends_at_the_proxy(caller: httpx.Client) -> None:
    assert caller.post("/api/payments/webhook", content=b"x" * (2**20)).status_code == 200
    assert caller.post("/api/payments/webhook", content=b"x" * (2**20 + 1)).status_code == 413
    assert caller.get("/", headers={"X-Long": "x" * 9_000}).status_code == 400


def test_the_metrics_stay_inside(caller: httpx.Client) -> None:
    assert caller.get("/metrics").status_code == 404
