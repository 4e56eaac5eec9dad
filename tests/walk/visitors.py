"""Somebody who uses the platform over HTTP: a role of the demonstration, or nobody signed in."""

import time

import requests
from django.conf import settings

from tests.walk.pages import Page

ANYBODY = "anybody"
ROLES = (
    "learner",
    "trainer",
    "trainer-2",
    "safeguard-reviewer",
    "invigilator",
    "facility-hr",
    "ministry-hr",
    "administrator",
)
#: Those who decide what another of the same role has written.
SECOND = ("trainer-2",)
_DOOR = "/account/login/"
_PATIENCE = 60  # seconds
_NEXT_CODE = 31  # seconds
_PURPOSE = "Тексеру: тізімді салыстыру"


class Visitor:
    """A session of a role; its cookies serve a browser as well."""

    def __init__(self, platform, role):
        self.platform, self.role = platform, role
        self._session = requests.Session()
        self._session.headers["Accept-Encoding"] = "br, gzip"

    def sign_in(self, language="kk"):
        """Sign in, with the second step where the role has one; nobody does nothing.

        Returns whether the role was let in.
        """
        if self.role == ANYBODY:
            return True
        account = self.platform.accounts()[self.role]
        door = f"/{language}/account/login/"
        page = self.submit(
            self.get(door, language),
            {"login": account["staff_number"], "password": account["password"]},
        )
        for wait in (0, _NEXT_CODE):  # a code is good once
            if "/2fa/" in page.address:
                time.sleep(wait)
                page = self.submit(page, {"code": self.platform.code(self.role)})
        return page.address.endswith("/my/")

    def submit(self, page, filled):
        """Fill in the form of a page whose fields these are, and send it."""
        form = next(
            one
            for one in page.forms()
            if set(filled) <= {name for name, _ in one.fields}
        )
        language = page.address.split("/")[1]
        fields = [pair for pair in form.fields if pair[0] not in filled]
        return self.post(form, [*fields, *filled.items()], language)

    def get(self, address, language):
        """Open an address in a language; redirects are followed."""
        return self._ask("GET", address, language)

    def post(self, form, fields, language, files=None):
        """Send the fields, and files by their name, to where a form leads."""
        return self._ask(
            "POST",
            form.address,
            language,
            data=fields,
            files=files,
            headers={"Referer": form.page.response.url},
        )

    def state_purpose(self, page, language):
        """Answer the question what names are looked at for, where the page asks it.

        Returns the page behind the question, else the same page.
        """
        for form in page.forms():
            names = {name for name, _value in form.fields}
            if form.method == "post" and "purpose" in names and len(names) <= 4:
                fields = [pair for pair in form.fields if pair[0] != "purpose"]
                return self.post(form, [*fields, ("purpose", _PURPOSE)], language)
        return page

    def is_signed_in(self, page):
        """Tell whether the page still knows who this is."""
        return self.is_signed_in_at(page.address)

    def is_signed_in_at(self, address, asked=""):
        """Tell whether an address is no door that leads to what was ``asked``."""
        return self.role == ANYBODY or _DOOR not in address or _DOOR in asked

    def browser_cookies(self, language):
        """Return the session's cookies, and the language, as a browser takes them."""
        held = {one.name: one.value for one in self._session.cookies}
        held[settings.LANGUAGE_COOKIE_NAME] = language
        return [
            {"name": name, "value": value, "url": self.platform.url}
            for name, value in held.items()
        ]

    def take_cookies(self, cookies):
        """Go on with the cookies of a browser that went on with this session."""
        held = {one["name"]: one["value"] for one in cookies}
        for cookie in self._session.cookies:
            cookie.value = held.get(cookie.name, cookie.value)

    def _ask(self, method, address, language, **options):
        self._session.headers["Accept-Language"] = language
        for cookie in list(self._session.cookies):
            if cookie.name == settings.LANGUAGE_COOKIE_NAME:
                cookie.value = language
        answer = self._session.request(
            method,
            f"{self.platform.url}{address}",
            timeout=_PATIENCE,
            stream=True,
            **options,
        )
        page = Page(address, answer)
        if (
            not page.is_text
        ):  # of a file only the head is asked for: it may be a large one
            answer.close()
        return page
