"""The linters of what can't run here, and what they find."""

import subprocess
import sys
from pathlib import Path

_BIN = Path(sys.executable).parent


def hadolint_faults(dockerfile: Path) -> list[str]:
    """What hadolint finds in a Dockerfile."""
    return _faults("hadolint", "--no-color", dockerfile)


def compose_faults(path: Path) -> list[str]:
    """Where the file breaks the Compose specification's schema."""
    return _faults("check-jsonschema", "--builtin-schema", "vendor.compose-spec", path)


def kubernetes_faults(*manifests: Path) -> list[str]:
    """Where manifests break Kubernetes' own schemas, unknown fields included."""
    return _faults("kubernetes-validate", "--strict", "--quiet", "--no-warn", *manifests)


def _faults(program: str, *arguments: str | Path) -> list[str]:
    done = subprocess.run([_BIN / program, *arguments], capture_output=True, text=True, check=False)
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()
