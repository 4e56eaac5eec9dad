"""How heavy and how quick the twelve pages are on a slow line, first and again.

The line is that of ``budgets_and_threats``: 400 kbit/s, 400 ms to the first byte of each
answer, and a processor four times slower than this one.
"""

from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.pages.twelve import TWELVE, Journey, Place, go

_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
_SLOWER = 4
#: Watches what the browser tells of its work, from before the page begins.
_WATCH = """
globalThis.seen = {lcp: 0, cls: 0, tasks: [], inp: 0};
const watch = (type, note, more) => new PerformanceObserver(
  (list) => list.getEntries().forEach(note)).observe({type, buffered: true, ...more});
watch("largest-contentful-paint", (one) => (seen.lcp = one.startTime));
watch("layout-shift", (one) => one.hadRecentInput || (seen.cls += one.value));
watch("longtask", (one) => seen.tasks.push([one.startTime, one.duration]));
watch("event", (one) => one.interactionId && (seen.inp = Math.max(seen.inp, one.duration)),
  {durationThreshold: 16});
"""
#: What was seen; a task blocks for what it takes beyond 50 ms, from the first paint on.
_SEEN = """() => {
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  const late = seen.tasks.filter(([start]) => start >= paint.startTime);
  const blocked = late.reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0);
  return [seen.lcp, seen.cls, blocked];
}"""
_KB = 1024


@dataclass(frozen=True)
class Visit:
    """One visit of a page: bytes over the wire, requests, and what the browser saw (ms)."""

    page: int
    script: int
    weight: int
    requests: int
    lcp: float
    cls: float
    blocked: float
    answered: float | None = None


class Scales:
    """Weighs what reaches one browser window over the wire."""

    def __init__(self, devtools: CDPSession) -> None:
        self._kinds: dict[str, str] = {}
        self._weights: dict[str, int] = {}
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._note_kind)
        devtools.on("Network.loadingFinished", self._note_weight)

    def empty(self) -> None:
        """Begin anew."""
        self._kinds.clear()
        self._weights.clear()

    def weight(self, kind: str = "") -> int:
        """Return the bytes of what came, or of one kind of it."""
        found = self._came()
        return sum(
            w for one, w in found.items() if not kind or self._kinds[one] == kind
        )

    def requests(self) -> int:
        """Return how many answers came over the wire."""
        return len(self._came())

    def _came(self) -> dict[str, int]:
        return {one: w for one, w in self._weights.items() if w and one in self._kinds}

    def _note_kind(self, event: dict) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _note_weight(self, event: dict) -> None:
        self._weights[event["requestId"]] = event["encodedDataLength"]


def measure(browser: Browser, journey: Journey, url: str) -> str:
    """Visit each of the twelve pages twice and return what was measured as a table."""
    lines = [
        (
            "| page | first visit | requests | of it the page | scripts | LCP | CLS | TBT "
            "| INP | again | LCP again |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for place in TWELVE:
        first, again = _visits(browser, journey, url, place)
        lines.append(
            f"| {place.title} | {_kb(first.weight)} | {first.requests} "
            f"| {_kb(first.page)} | {_kb(first.script)} | {first.lcp / 1000:.1f} s "
            f"| {first.cls:.2f} | {first.blocked:.0f} ms | {again.answered:.0f} ms "
            f"| {_kb(again.weight)} | {again.lcp / 1000:.1f} s |"
        )
    return "\n".join(lines)


def _visits(
    browser: Browser, journey: Journey, url: str, place: Place
) -> tuple[Visit, Visit]:
    context = browser.new_context(
        base_url=url,
        locale="kk-KZ",
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
    )
    page = context.new_page()
    journey.sign_in(page, place.who)
    page.add_init_script(_WATCH)
    devtools = context.new_cdp_session(page)
    scales = Scales(devtools)
    devtools.send("Network.clearBrowserCache")
    devtools.send("Network.emulateNetworkConditions", _LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    address = journey.address(place, "kk")
    first = _visit(page, scales, address)
    again = _visit(page, scales, address, click=place.click)
    context.close()
    return first, again


def _visit(page: Page, scales: Scales, address: str, click: str = "") -> Visit:
    page.goto("/health/")
    scales.empty()
    go(page, address)
    page.wait_for_function("seen.lcp > 0")
    lcp, cls, blocked = page.evaluate(_SEEN)
    visit = [scales.weight(kind) for kind in ("Document", "Script", "")]
    requests, answered = scales.requests(), None
    if click:
        page.locator(click).first.click(no_wait_after=True)
        page.wait_for_timeout(500)
        answered = page.evaluate("seen.inp")
    return Visit(*visit, requests, lcp, cls, blocked, answered)


def _kb(weight: int) -> str:
    return f"{weight / _KB:.1f} KB"
