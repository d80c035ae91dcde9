"""The page's own sources: pure modules, and a client whose types are those of the API."""

import shutil
import subprocess
import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


def npm(home: Path, *arguments: str) -> str:
    npm_command = Path(sys.executable).with_name("npm")
    command = str(npm_command) if npm_command.exists() else shutil.which("npm") or "npm"
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(home)}
    done = subprocess.run(
        [command, *arguments], cwd=FRONTEND, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_pure_modules_pass_their_own_tests(tmp_path: Path) -> None:
    assert "fail 0" in npm(tmp_path, "run", "--silent", "test")


def test_the_committed_api_document_is_the_apis() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", "openapi"], capture_output=True, text=True, check=True
    ).stdout
    assert (FRONTEND / "openapi.json").read_text().strip() == printed.strip(), (
        "run `till openapi > frontend/openapi.json`"
    )


def test_the_committed_types_are_generated_from_the_document(tmp_path: Path) -> None:
    generated = tmp_path / "schema.d.ts"
    npm(
        tmp_path,
        "exec",
        "--",
        "openapi-typescript",
        "openapi.json",
        "--default-non-nullable=false",
        "--output",
        str(generated),
    )
    assert (FRONTEND / "client" / "schema.d.ts").read_text() == generated.read_text(), (
        "run `npm run schema` in frontend/"
    )
