"""Look at a page as a checker of accessibility does, and keep a picture of it if asked.

With ``PICTURES=1`` a run keeps some 800 pictures in ``test-results/screens``, for people
to look at; taking them costs minutes.
"""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SCREENS = Path(__file__).resolve().parents[2] / "test-results" / "screens"
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_ALL = {"runOnly": {"type": "tag", "values": _LEVELS}, "resultTypes": ["violations"]}
_COLOURS = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
_AXE = Axe()
#: What stands within what, by classes: where it was looked at in the dark, it is as dark
#: on the next page.
_LOOKS = """() => [...new Set([...document.body.querySelectorAll("*")].map(
  (one) => `${one.parentElement.className} > ${one.tagName} ${one.className}`))]"""
_seen_in_the_dark: set[str] = set()
_TALL = 3000
_MOST_STOPS = 150
#: How a focused element looks, and whether anything lies on it.
_FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const outlined = (one) => getComputedStyle(one).outlineStyle !== "none";
  return {
    what: element.outerHTML.slice(0, 90),
    inside: box.width > 0 && box.top >= 0 && box.bottom <= innerHeight + 1,
    free: Boolean(top) && (element.contains(top) || top.contains(element)),
    seen: outlined(element) || outlined(element.parentElement),
  };
}"""


def listen(page):
    """Note what the console says on ``page``: errors of scripts and of the policy.

    Chromium also says that a wrong form was answered with status 400, as it should be.
    """
    page.said = []

    def note(message):
        if message.type == "error" and "status of 400" not in message.text:
            page.said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    return page


def faults(page, language, name=""):
    """Return what is wrong with the open page, light and dark; ``name`` keeps pictures."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.evaluate(_AXE.axe_script)
    found = _violations(page, _ALL)
    if page.get_attribute("html", "lang") != language:
        found.append(f"lang is {page.get_attribute('html', 'lang')}")
    if name:
        picture(page, f"{name}-light")
    page.emulate_media(color_scheme="dark")
    looks = set(page.evaluate(_LOOKS))
    if not looks <= _seen_in_the_dark:
        found += [f"dark: {fault}" for fault in _violations(page, _COLOURS)]
        _seen_in_the_dark.update(looks)
    if name:
        picture(page, f"{name}-dark")
    page.emulate_media(color_scheme="light")
    return found + _told(page)


def colours(page):
    """Return which words are too pale; the page was looked at before."""
    return _violations(page, _COLOURS)


def overflow(page):
    """Return how many pixels the page is too wide for the narrowest window."""
    size = page.viewport_size
    page.set_viewport_size({"width": 320, "height": size["height"]})
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.set_viewport_size(size)
    return wide


def focus(page):
    """Return what has the focus, whether it is in the window, free and outlined."""
    return page.evaluate(_FOCUS)


def walk(page):
    """Press Tab to the end of the page; return what was reached and what was hidden."""
    reached, hidden = [], []
    while len(reached) < _MOST_STOPS:
        page.keyboard.press("Tab")
        if (here := focus(page)) is None:
            break
        reached.append(here["what"])
        if not (here["inside"] and here["free"] and here["seen"]):
            hidden.append(here)
    return reached, hidden


def picture(page, name, part=""):
    """Keep a picture of the page, long ones cut off, or of a part of it, if asked."""
    if not os.environ.get("PICTURES"):
        return
    file = {"path": SCREENS / f"{name}.jpg", "quality": 70}
    if part:
        page.locator(part).first.screenshot(**file)
        return
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size | {"x": 0, "y": 0, "height": min(height, _TALL)}
    page.screenshot(full_page=True, clip=size, **file)


def _violations(page, options):
    broken = page.evaluate("async how => (await axe.run(how)).violations", options)
    return [
        f"{rule['id']}: {node['html'][:160]}"
        for rule in broken
        for node in rule["nodes"][:3]
    ]


def _told(page):
    said, page.said = page.said, []
    asked, page.foreign = page.foreign, []
    return said + [f"asked {url}" for url in asked]
