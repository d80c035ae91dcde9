"""Makes .venv hold exactly what a lock file names, and the built page beside it; does nothing where that is so already.

Runs on a bare Python: it may import the standard library alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOG = VENV / "install.log"
# `dev` holds all of `run` at the same versions, so an environment made for it serves both.
PROFILES = ("run", "dev")
NO_NETWORK = re.compile(
    r"NewConnectionError|Temporary failure in name resolution|Name or service not known|getaddrinfo failed"
    r"|Network is unreachable|Connection refused|ConnectTimeout|Read timed out|ProxyError"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED"
)


class Missing(Exception):
    """Something that Till can't install for itself; the message is the one line that says so."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(profile: str) -> int:
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another installation of Till in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            install_packages(profile)
            build_page()
        except Missing as missing:
            say(str(missing))
            return 1
    return 0


def install_packages(profile: str) -> None:
    wanted = {name: stamp_of(name) for name in PROFILES}
    if stamp_file(profile).exists() and stamp_file(profile).read_text() == wanted[profile]:
        return
    # A profile that was installed stays whole: `make run` must not take `make test`'s tools away.
    installed_dev = stamp_file("dev").exists()
    name = "dev" if installed_dev else profile
    make_environment()
    lock = ROOT / "requirements" / f"{name}.txt"
    count = sum(1 for line in lock.read_text().splitlines() if re.match(r"[A-Za-z0-9]", line))
    say(f"Installing Till's {count} packages into .venv (once, about a minute)")
    # Compiling all of it ahead would take a third of the time; what is used is compiled when it is first imported.
    pip(
        "install", "--no-compile", "--require-hashes", "--only-binary", ":all:", "--no-deps", "--requirement", str(lock)
    )
    for project in (ROOT / "stripe-stand-in", ROOT):
        pip("install", "--no-deps", "--no-index", "--no-build-isolation", "--editable", str(project))
    for each in PROFILES if name == "dev" else (name,):
        stamp_file(each).write_text(wanted[each])


def make_environment() -> None:
    """An environment that was moved, or whose Python is gone, is made again; a working one is kept."""
    python = VENV / "bin" / "python"
    made_here = VENV / ".made-in"
    if (
        python.exists()
        and made_here.exists()
        and made_here.read_text() == str(ROOT)
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0
    ):
        return
    if Path(sys.prefix) == VENV:
        # Our own Python lives there; packages are put in order, the environment stays.
        made_here.write_text(str(ROOT))
        return
    version = ".".join(map(str, sys.version_info[:3]))
    say(f"Making .venv with Python {version}")
    venv.create(VENV, clear=False, with_pip=True, upgrade_deps=False)
    made_here.write_text(str(ROOT))


def pip(*arguments: str) -> None:
    command = [f"{VENV}/bin/python", "-m", "pip", "--disable-pip-version-check", "--no-input", "--retries", "2"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    seen = 0
    with (
        LOG.open("a") as log,
        subprocess.Popen(
            [*command, *arguments, "--progress-bar", "off"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=ROOT,
        ) as process,
    ):
        said: list[str] = []
        for line in process.stdout or ():
            log.write(line)
            said.append(line)
            if line.startswith("Collecting "):
                seen += 1
                if seen % 10 == 0:
                    say(f"  {seen} packages so far: {line.split()[1].split('==')[0]}")
            elif line.startswith("Installing collected packages") and seen:
                say("  all are here; unpacking them")
    if process.returncode:
        raise Missing(reason("".join(said), "Till's packages could not be installed"))


def build_page() -> None:
    page = ROOT / "frontend"
    if not (page / "package-lock.json").exists():
        return
    modules = page / "node_modules" / ".till-stamp"
    locked = digest([page / "package.json", page / "package-lock.json"])
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}"}
    if not modules.exists() or modules.read_text() != locked:
        say("Installing what the page is built with")
        npm(page, environment, "ci", "--no-audit", "--no-fund")
        modules.write_text(locked)
    built = page / "dist" / ".till-stamp"
    sources = digest(
        path
        for path in sorted(page.rglob("*"))
        if path.is_file() and not {"node_modules", "dist"} & set(path.relative_to(page).parts)
    )
    if not built.exists() or built.read_text() != sources:
        say("Building the page")
        npm(page, environment, "run", "build")
        built.write_text(sources)


def npm(page: Path, environment: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        [VENV / "bin" / "npm", *arguments],
        cwd=page,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    with LOG.open("a") as log:
        log.write(done.stdout)
    if done.returncode:
        raise Missing(reason(done.stdout, f"The page could not be built (npm {arguments[0]})"))


def reason(output: str, what: str) -> str:
    where = f"all of it is in {LOG.relative_to(ROOT)}"
    if NO_NETWORK.search(output):
        return f"{what}: the package index was not reached, so there is no network or a proxy is in the way; {where}"
    errors = [line for line in output.splitlines() if re.match(r"(npm )?error", line, re.IGNORECASE)]
    return f"{what}: {errors[0].strip() if errors else 'the command failed'}; {where}"


def stamp_file(profile: str) -> Path:
    return VENV / f".till-{profile}"


def stamp_of(profile: str) -> str:
    version = ".".join(map(str, sys.version_info[:2]))
    names = (f"requirements/{profile}.txt", "pyproject.toml", "stripe-stand-in/pyproject.toml")
    sources = [ROOT / name for name in names]
    return f"{version} {digest(sources)} {ROOT}"


def digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


if __name__ == "__main__":
    if shutil.which("git") is None:
        say("Till needs git, and none was found on the PATH")
        sys.exit(1)
    sys.exit(main(sys.argv[1]))
