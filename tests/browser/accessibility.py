"""What axe and a ruler say of a page as it stands."""

from playwright.sync_api import Error, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HAS_AXE = "() => 'axe' in window"
# Unless axe is told so in both, a frame of another origin stays unseen: the page's axe waits half a second for its
# answer and goes on without it.
AXE_READS_FRAMES = "() => axe.configure({allowedOrigins: ['<unsafe_all_origins>']})"
AXE_RUN = "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
UNSEEN_FRAME = "frame-tested"
"""What axe calls a frame that it could not look into: it is no finding for axe, and one for us."""
SMALLEST_TARGET = 44
TARGETS = """() => [...document.querySelectorAll('button, input, select, a, summary')]
  .filter((one) => one.checkVisibility() && !one.closest('p') && one.type !== 'radio' && one.type !== 'checkbox')
  .map((one) => ({name: one.ariaLabel || one.textContent || one.name, height: one.getBoundingClientRect().height}))"""


def axe_findings(page: Page, axe: str) -> list[str]:
    """Every violation, those inside frames of whatever origin included, as `rule: the element at fault`."""
    for frame in page.frames:
        try:
            if not frame.evaluate(HAS_AXE):
                frame.evaluate(axe)
                frame.evaluate(AXE_READS_FRAMES)
        except Error:
            continue  # a frame that went away in the meantime
    report = page.evaluate(AXE_RUN, RULES)
    unseen = [found for found in report["incomplete"] if found["id"] == UNSEEN_FRAME]
    return [f"{found['id']}: {node['html']}" for found in report["violations"] + unseen for node in found["nodes"]]


def small_targets(page: Page) -> list[str]:
    """What is lower than a finger needs."""
    return [one["name"] for one in page.evaluate(TARGETS) if one["height"] < SMALLEST_TARGET]


def overflow(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider
