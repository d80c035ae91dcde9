"""The manifests hold to Kubernetes' schemas, and say what each other says."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrypoints.settings.load import load_settings
from tests.architecture.repository import ROOT
from tests.deploy.commands import parses
from tests.deploy.lint import kubernetes_faults
from tests.deploy.settings import settings_of_a_start

FOLDER = ROOT / "deploy" / "kubernetes"
MANIFESTS = sorted(path for path in FOLDER.rglob("*.yaml") if path.name != "kustomization.yaml")


def resources() -> list[dict[str, Any]]:
    return [each for path in MANIFESTS for each in yaml.safe_load_all(path.read_text())]


def pods() -> list[tuple[str, dict[str, Any]]]:
    workloads = [each for each in resources() if each["kind"] in {"Deployment", "Job"}]
    return [(each["metadata"]["name"], each["spec"]["template"]["spec"]) for each in workloads]


def test_the_manifests_are_sound() -> None:
    assert kubernetes_faults(*MANIFESTS) == []


def test_a_faulty_manifest_is_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.yaml"
    planted.write_text((FOLDER / "base" / "worker.yaml").read_text().replace("replicas: 2", "replica: 2"))
    assert kubernetes_faults(planted) != []


def test_every_manifest_is_part_of_a_kustomization() -> None:
    for folder in ("base", "example"):
        named = yaml.safe_load((FOLDER / folder / "kustomization.yaml").read_text())["resources"]
        here = {path.name for path in MANIFESTS if path.parent.name == folder}
        assert here == {name for name in named if name.endswith(".yaml")}


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="there is no kubectl on the PATH")
def test_the_example_is_rendered_whole(tmp_path: Path) -> None:
    done = subprocess.run(["kubectl", "kustomize", FOLDER / "example"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rendered = tmp_path / "rendered.yaml"
    rendered.write_text(done.stdout)
    assert kubernetes_faults(rendered) == []
    assert "image: registry.example/till:" in done.stdout


@pytest.mark.parametrize(("name", "pod"), pods(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_pod_starts_till_and_may_do_no_more_than_it_needs(name: str, pod: dict[str, Any]) -> None:
    (container,) = pod["containers"]
    assert container["image"] == "till"
    assert parses(container["args"])
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
    assert {"configMapRef", "secretRef"} <= {kind for source in container["envFrom"] for kind in source}
    assert container["resources"]["limits"].keys() == {"memory"}


def test_every_selector_finds_pods() -> None:
    labels = [
        each["spec"]["template"]["metadata"]["labels"] for each in resources() if each["kind"] in {"Deployment", "Job"}
    ]
    for each in resources():
        spec = each.get("spec", {})
        selector = spec.get("selector") or spec.get("podSelector") or {}
        wanted = selector.get("matchLabels", selector)
        assert any(wanted.items() <= given.items() for given in labels), each["metadata"]["name"]


def test_the_examples_settings_start_till_in_production() -> None:
    lines = (FOLDER / "example" / "settings.env").read_text().splitlines()
    secrets = settings_of_a_start(MONGODB_URI="mongodb+srv://till:secret@database.example/till")
    given = {name: value for name, value in secrets.items() if name not in {"ENVIRONMENT", "PUBLIC_URL"}}
    settings = load_settings(given | dict(line.split("=", 1) for line in lines))
    assert settings.environment == "production"
