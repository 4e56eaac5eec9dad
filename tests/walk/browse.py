"""Open pages in a real browser, with their dialogs, and send what editors put together."""

from contextlib import suppress
from enum import Enum, auto
from itertools import groupby
from operator import itemgetter

from playwright.sync_api import Error, sync_playwright

from tests.browser import chromium
from tests.walk.application import ROUTE
from tests.walk.findings import REFUSED
from tests.walk.pages import plain_route

_PATIENCE = 20_000  # milliseconds
_LOCALES = {"kk": "kk-KZ", "ru": "ru-KZ"}
#: Opens what can be opened on the page and leads nowhere: details, menus, dialogs. A dialog
#: is closed before the next one opens, as two that hold the focus fight for it.
_OPEN_ALL = """() => {
  const dialogs = "[data-a11y-dialog-show], [aria-haspopup=dialog]";
  for (const one of document.querySelectorAll(
    `summary, button[aria-expanded=false], ${dialogs}`
  )) {
    if (!one.checkVisibility()) continue;
    one.click();
    if (one.matches(dialogs)) document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
  }
}"""
#: Presses a button of the editor by its name; without one its first, after emptying it.
_PRESS = """name => {
  const form = document.querySelector("form[data-edit-form]");
  if (name === null) {
    for (const one of form.querySelectorAll("input[type=text], textarea"))
      if (one.checkVisibility()) one.value = "";
  }
  const named = name && form.querySelector(`button[name="${name}"]`);
  form.requestSubmit(named || form.querySelector("button[type=submit]"));
}"""
#: Writes something into what the editor demands and is empty, as its author would.
_FILL = """words => {
  const form = document.querySelector("form[data-edit-form]");
  for (const one of form.querySelectorAll("input[type=text], input[type=number], textarea")) {
    const isAsked = document.querySelector(`label[for="${one.id}"] .w-required-mark`);
    if (one.value || !(isAsked || ["title", "slug"].includes(one.name))) continue;
    one.value = one.type === "number" ? "1" : one.name === "slug" ? "walk" : words;
    for (const event of ["input", "change", "blur"])
      one.dispatchEvent(new Event(event, {bubbles: true}));
  }
}"""
#: Where what was done leads on to.
_MESSAGES = """() => [...document.querySelectorAll(".messages a[href]")].map(
  one => one.getAttribute("href"))"""
_WORDS = "Тексеру"
_BUTTONS = """() => [...document.querySelectorAll("form[data-edit-form] button[type=submit]")].map(
  one => one.name)"""
#: Chromium's own line for an answer that the walk judges by its status already.
_BY_STATUS = "Failed to load resource: the server responded with a status of"


class Sending(Enum):
    """How the editor of a page is sent; a page without one sends nothing."""

    NOTHING = auto()
    EMPTY_AND_FILLED = auto()
    EACH_BUTTON = auto()


def browse(platform, visits, findings):
    """Open each address as the role and in the language that ``visits`` gives with it.

    ``visits`` is a list of (visitor, address, language, how its editor is sent).
    """
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        whose = itemgetter(0, 2)
        for (visitor, language), theirs in groupby(visits, whose):
            window = _Window(browser, platform, visitor, language, findings)
            for _visitor, address, _language, sending in theirs:
                window.look(address)
                if sending != Sending.NOTHING:
                    window.edit(address, sending)
            window.close()  # one that is left alone ends the session
        browser.close()


class _Window:
    """A window of one role in one language."""

    def __init__(self, browser, platform, visitor, language, findings):
        self.platform, self.visitor = platform, visitor
        self.language, self.findings = language, findings
        self.address = ""
        context = browser.new_context(
            base_url=platform.url,
            locale=_LOCALES[language],
            viewport={"width": 1280, "height": 900},
        )
        context.set_default_timeout(_PATIENCE)
        context.add_cookies(visitor.browser_cookies(language))
        self.page = context.new_page()
        self.page.on("console", self._said)
        self.page.on("pageerror", self._failed)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("dialog", lambda dialog: dialog.accept())

    def close(self):
        """Close the window; its session is the visitor's from now on."""
        self.visitor.take_cookies(self.page.context.cookies())
        self.page.context.close()

    def look(self, address, *, is_opened=True):
        """Open a page, and unless told otherwise everything on it that opens."""
        self.address = address
        try:
            self.page.goto(address, wait_until="load")
        except Error as error:
            if "Download is starting" not in str(error):
                self._fault(f"not opened: {_first_line(error)}")
            return
        if not self.visitor.is_signed_in_at(self.page.url, address):
            self._fault("signed out")
        if not is_opened:
            return
        with suppress(Error):  # a page may lead on by itself
            self.page.evaluate(_OPEN_ALL)

    def edit(self, address, sending):
        """Send an editor: emptied, with each of its buttons as it stands, and filled in.

        Where the same editor was sent with each of its buttons for another type of
        question, they are left out. What it leads on to is asked for.
        """
        names = list(dict.fromkeys(self.page.evaluate(_BUTTONS)))
        pressed = names if sending == Sending.EACH_BUTTON else []
        for name, is_filled in (
            (None, False),
            *((one, False) for one in pressed),
            *((one, True) for one in names[-1:]),
        ):
            self.look(address, is_opened=False)
            if not self.page.locator("form[data-edit-form]").count():
                return  # what was sent before has settled it
            self._press(name, is_filled=is_filled)
            self.findings.sent(self.visitor.role)

    def _press(self, name, *, is_filled):
        try:
            if is_filled:
                self.page.evaluate(_FILL, _WORDS)
            with self.page.expect_navigation(wait_until="load"):
                self.page.evaluate(_PRESS, name)
            told = self.page.evaluate(_MESSAGES)
        except Error as error:
            self._fault(f"button {name or 'of an empty editor'}: {_first_line(error)}")
            return
        for link in told:
            status = self.page.request.get(link).status
            if status >= 500 or status in REFUSED:
                self._fault(f"{status} behind a message at {link}")

    def _fault(self, what):
        self.findings.fault(what, f"{self.visitor.role} {self.language} {self.address}")

    def _said(self, message):
        if message.type == "error" and not message.text.startswith(_BY_STATUS):
            self._fault(f"console: {message.text[:200]}")

    def _failed(self, error):
        calls = [line.strip() for line in (error.stack or "").splitlines()[1:4]]
        self._fault(f"script: {error.message}, {', '.join(calls)}")

    def _asked(self, request):
        if not request.url.startswith((self.platform.url, "data:", "blob:")):
            self._fault(f"a request to another host: {request.url[:80]}")

    def _answered(self, response):
        if route := response.headers.get(ROUTE.lower()):
            self.findings.reached(plain_route(route), self.visitor.role)
        is_wrong = response.status >= 500 or response.status in REFUSED
        # What stood there when it was found may be gone: over HTTP it was judged.
        is_page = response.url == f"{self.platform.url}{self.address}"
        is_ours = response.url.startswith(self.platform.url)
        if is_wrong and is_ours and not (is_page and response.status in REFUSED):
            path = response.url.removeprefix(self.platform.url).partition("?")[0]
            self._fault(f"{response.status} for the browser at {path}")


def _first_line(error):
    return str(error).splitlines()[0]
