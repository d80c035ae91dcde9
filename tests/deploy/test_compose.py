"""The compose file and the commands of its README, as far as they go without a container engine."""

import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.settings.load import load_settings
from tests.architecture.repository import ROOT
from tests.deploy.commands import parses, shell_blocks
from tests.deploy.lint import compose_faults
from tests.deploy.settings import settings_of_a_start

FOLDER = ROOT / "deploy" / "compose"
COMPOSE = FOLDER / "compose.yaml"
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
README = FOLDER / "README.md"


def of_till() -> list[str]:
    return [name for name, service in SERVICES.items() if service["image"].startswith("${TILL_IMAGE")]


def test_the_compose_file_is_sound() -> None:
    assert compose_faults(COMPOSE) == []


def test_a_faulty_compose_file_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "compose.yaml"
    planted.write_text("services:\n  api:\n    image: till\n    restrat: always\n")
    assert compose_faults(planted) != []


def test_it_is_a_replica_set_of_three_two_apis_and_two_workers() -> None:
    commands = [SERVICES[name]["command"][0] for name in of_till()]
    assert sorted(commands) == ["migrate", "serve", "serve", "worker", "worker"]
    assert sum("--replSet" in str(service.get("command")) for service in SERVICES.values()) == 3


@pytest.mark.parametrize("name", of_till())
def test_what_till_is_started_with_is_understood(name: str) -> None:
    assert parses(SERVICES[name]["command"])


@pytest.mark.parametrize("name", of_till())
def test_till_runs_without_privileges_and_cannot_write_its_own_files(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_service_that_another_waits_for_exists() -> None:
    waited_for = {name for service in SERVICES.values() for name in service.get("depends_on", {})}
    assert waited_for <= set(SERVICES)


def test_the_readmes_commands_name_services_and_commands_that_exist() -> None:
    written = re.findall(r"docker compose run --rm (?:--volume \S+ )?([a-z0-9-]+) ([a-z].*?)[`\n]", README.read_text())
    assert {service for service, _ in written} == {"migrate"}
    assert all(parses(command.split()) for _, command in written)
    assert len(written) == 3


def test_the_readmes_secrets_start_till(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "compose")
    folder = tmp_path / "compose"
    subprocess.run(["sh", "-euc", shell_blocks(README)[1]], cwd=folder, check=True, capture_output=True)
    environment = settings_of_the_file(folder / "till.env")
    given = {name: value for name, value in settings_of_a_start().items() if name.startswith("STRIPE_")}
    settings = load_settings(environment | given)
    password = settings_of_the_file(folder / ".env")["MONGODB_TILL_PASSWORD"]
    assert settings.mongodb.uri.reveal() == (
        f"mongodb://till:{password}@mongodb-1:27017,mongodb-2:27017,mongodb-3:27017/till?replicaSet=till&authSource=till"
    )
    assert settings.tokens.secrets
    assert not set(settings.audit_secrets) & set(settings.tokens.secrets)
    for secret in (".env", "till.env", "replica-set.key", "tls/key.pem"):
        assert stat.S_IMODE((folder / secret).stat().st_mode) == 0o600, secret
        ignored = subprocess.run(["git", "check-ignore", "-q", f"deploy/compose/{secret}"], cwd=ROOT, check=False)
        assert ignored.returncode == 0, f"{secret} may be committed by mistake"


def settings_of_the_file(path: Path) -> dict[str, str]:
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)
