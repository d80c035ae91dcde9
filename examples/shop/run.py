"""Starts Till's sandbox and the example shop against it: `make shop`, or `make shop ARGS=node`."""

import base64
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BIN = Path(sys.executable).parent
DATA = ROOT / ".sandbox" / "example-shop"
PORT = "4000"


def shop_command(language: str) -> list[str]:
    """The command of the shop in that language; Node's one package is installed the first time."""
    if language != "node":
        return [sys.executable, str(HERE / "python" / "shop.py")]
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    if not (HERE / "node" / "node_modules").exists():
        subprocess.run([BIN / "npm", "ci"], cwd=HERE / "node", env=environment, check=True)
    return [str(BIN / "node"), str(HERE / "node" / "shop.mjs")]


def webhook_secret() -> str:
    """The secret that Till signs its events with; kept, so that a restart goes on."""
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = DATA / "webhook-secret"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text("whsec_" + base64.b64encode(secrets.token_bytes(24)).decode())
    return file.read_text()


def main(language: str) -> int:
    """Runs both until Ctrl-C; returns the sandbox's exit code."""
    secret = webhook_secret()
    shop = {"SHOP_WEBHOOK_URL": f"http://127.0.0.1:{PORT}/webhooks", "SHOP_WEBHOOK_SECRET": secret}
    looks = {"SHOP_NAME": "The example shop", "SHOP_URL": f"http://127.0.0.1:{PORT}/"}
    details = ROOT / ".sandbox" / "sandbox.json"
    details.unlink(missing_ok=True)
    command = shop_command(language)
    with subprocess.Popen([BIN / "till", "sandbox"], cwd=ROOT, env={**os.environ, **shop, **looks}) as sandbox:
        while not details.exists():
            if sandbox.poll() is not None:
                return sandbox.returncode
            time.sleep(0.1)
        till = json.loads(details.read_text())
        environment = {
            "PATH": os.environ["PATH"],
            "TILL_API_URL": till["apiUrl"],
            "TILL_JWT_SECRET": till["jwtSecret"],
            "SHOP_WEBHOOK_SECRET": secret,
            "SHOP_DATA": str(DATA),
            "PORT": PORT,
        }
        with subprocess.Popen(command, env=environment) as process:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the sandbox too; it stops in order.
            code = sandbox.wait()
            process.terminate()
        return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "python"))
