"""`python -m benchmarks.page`: how the checkout page feels on a slow phone, from the first byte to the receipt."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import table
from benchmarks.processes import python
from entrypoints.sandbox.development_token import sign_development_token

VISITS = 5
SLOW_PHONE = {"width": 360, "height": 740}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 96_000}
"""Lighthouse's "Slow 4G": 150 ms for a round trip, 1.6 Mbit/s down, 750 kbit/s up (bytes a second here)."""

CPU_SLOWDOWN = 4
START_SECONDS = 90
OBSERVED = """
window.seen = {lcp: 0, cls: 0, slowest: 0};
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.seen.lcp = entry.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.seen.cls += entry.value;
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (entry.interactionId) window.seen.slowest = Math.max(window.seen.slowest, entry.duration);
}).observe({type: 'event', buffered: true, durationThreshold: 16});
"""


class Visit(NamedTuple):
    """What one shopper met: kilobytes as sent and milliseconds, as the Web Vitals define them."""

    kilobytes: float
    requests: int
    largest_paint: float
    layout_shift: float
    slowest_interaction: float


def visit(browser: Browser, sandbox: dict[str, Any]) -> Visit:
    """Arrives with an empty cache, buys, and reaches the receipt."""
    context = browser.new_context(viewport=SLOW_PHONE, locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(OBSERVED)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWDOWN})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{sandbox['apiUrl']}/#token={_shopper(sandbox)}", wait_until="networkidle")
    arrived = list(sizes)
    # A paint after the first input is no candidate any more, so it is read before anything is touched.
    paint = page.evaluate("window.seen.lcp")
    _buys(page)
    seen = page.evaluate("window.seen")
    context.close()
    return Visit(sum(arrived) / 1000, len(arrived), paint, seen["cls"], seen["slowest"])


def _shopper(sandbox: dict[str, Any]) -> str:
    return sign_development_token(
        sandbox["jwtSecret"],
        subject=f"user_{secrets.token_hex(4)}",
        issued_at=int(time.time()),
        ttl_seconds=3600,
        email="mira@customer.example",
        given_name="Mira",
        family_name="Lind",
    )


def _buys(page: Page) -> None:
    page.get_by_role("button", name="Add to cart Espresso cup").click()
    page.get_by_role("button", name="Check out 1 item").click()
    page.get_by_label("Country").select_option("US")
    for label, text in (("Street and number", "12 Alder Court"), ("ZIP code", "94110"), ("City", "San Francisco")):
        page.get_by_label(label, exact=True).press_sequentially(text)
    page.get_by_label("State", exact=True).select_option("CA")
    page.get_by_role("button", name="Proceed to Payment").click()
    card = page.frame_locator('iframe[title="Secure payment details"]')
    card.get_by_label("Card number").fill("4242424242424242")
    card.get_by_label("Expiration date").fill("1239")
    card.get_by_label("Security code").fill("737")
    page.get_by_role("button", name="Pay $").click()
    page.locator("main[data-state=done]").wait_for(timeout=60_000)


@contextmanager
def sandbox(folder: Path) -> Iterator[dict[str, Any]]:
    """Runs a sandbox of its own; yields what its sandbox.json says."""
    command = python("-m", "entrypoints.cli", "sandbox", "--port", "0", "--stripe-port", "0", "--data", str(folder))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    reported, until = folder / "sandbox.json", time.monotonic() + START_SECONDS
    try:
        while not reported.exists():
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"the sandbox did not start: {(folder / 'log').read_text()}")
            time.sleep(0.1)
        yield json.loads(reported.read_text())
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Measures and prints."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("Install Chromium, or name one by CHROMIUM=/path/to/chromium.")
    with TemporaryDirectory() as folder, sandbox(Path(folder)) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        visit(browser, running)
        visits = [visit(browser, running) for _ in range(VISITS)]
        browser.close()
    rows = [["", "median", "largest"], *(_row(name, visits) for name in Visit._fields)]
    print(table(rows))
    print(f"\n{VISITS} visits with an empty cache; 150 ms and 1.6 Mbit/s, a CPU slowed down {CPU_SLOWDOWN} times")


def _row(name: str, visits: list[Visit]) -> list[str]:
    figures = [getattr(each, name) for each in visits]
    return [name.replace("_", " "), f"{median(figures):.4g}", f"{max(figures):.4g}"]


if __name__ == "__main__":
    main()
