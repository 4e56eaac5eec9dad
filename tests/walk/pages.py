"""One answer of the platform: its status, what it took, its links and its forms."""

import html
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import lxml.html
import requests

from tests.walk import filling
from tests.walk.application import QUERIES, ROUTE

_LANGUAGE = re.compile(r"^(kk|ru|en)/")
#: Addresses in attributes and scripts: what choosers and dialogs are fetched from.
_QUOTED = re.compile(r"""["'](/studio/[^"'\s\\<>{}]*)["']""")
#: What is done to the rows of a list that are ticked; scripts add their numbers.
_BULK = "/studio/bulk/"
_TOKEN = "csrfmiddlewaretoken"
#: What tells one thing's field from another's: its key or its number.
_NUMBER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+")
_NEVER_CLICKED = ("submit", "image", "reset", "button")


@dataclass
class Page:
    """An answer as a visitor gets it, redirects followed."""

    asked: str
    response: requests.Response

    @property
    def address(self):
        """Return the path and query that answered, after redirects."""
        parts = urlsplit(self.response.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def status(self):
        return self.response.status_code

    @property
    def route(self):
        """Return the pattern that answered, without its language."""
        return plain_route(self.response.headers.get(ROUTE, ""))

    @property
    def routes(self):
        """Return every pattern on the way, redirects included."""
        answers = [*self.response.history, self.response]
        return {
            plain_route(one.headers[ROUTE]) for one in answers if ROUTE in one.headers
        }

    @property
    def queries(self):
        return int(self.response.headers.get(QUERIES, 0))

    @property
    def weight(self):
        """Return the bytes of the body on the wire."""
        return int(self.response.headers.get("Content-Length", 0))

    @property
    def is_html(self):
        return self._kind.startswith("text/html")

    @property
    def is_text(self):
        return self._kind.startswith(("text/html", "application/json"))

    @cached_property
    def tree(self):
        """Return the parsed page, the HTML in a dialog's JSON included; None for files."""
        if text := self._html():
            return lxml.html.document_fromstring(text)
        return None

    def links(self):
        """Return the addresses to follow, each with whether a person is shown it as a link.

        Pictures count as links: a browser fetches those far down only once they are near.
        Of the pages of a list only the last is returned: the first is the list itself.
        """
        if self.tree is None:
            return {}
        chosen = self.tree.xpath(
            "string(//input[@data-bulk-action-checkbox]/@data-object-id)"
        )
        ticked = urlencode({"id": chosen, "next": self.address})  # as the scripts do
        found = {
            self.local(f"{one}?{ticked}" if _BULK in one else one): True
            for one in self.tree.xpath("//a/@href | //iframe/@src | //img/@src")
            if chosen or _BULK not in one
        }
        for quoted in _QUOTED.findall(html.unescape(self._html())):
            if _BULK not in quoted:
                found.setdefault(self.local(quoted), False)
        found.pop(None, None)
        return _last_pages(found)

    def forms(self):
        """Return the forms of the page that lead to the platform."""
        if self.tree is None:
            return []
        forms = [Form.read(one, self) for one in self.tree.xpath("//form")]
        return [one for one in forms if one.address]

    @property
    def _kind(self):
        return self.response.headers.get("Content-Type", "")

    def _html(self):
        if self.is_html:
            return self.response.text.strip()
        if self.is_text:
            found = self.response.json()
            return str(found.get("html") or "") if isinstance(found, dict) else ""
        return ""

    def local(self, link):
        """Return a link as path and query, or None where it leads nowhere here."""
        whole = urldefrag(urljoin(self.response.url, link.strip())).url
        parts = urlsplit(whole)
        here = urlsplit(self.response.url)
        if parts.scheme not in ("http", "https") or parts.netloc != here.netloc:
            return None
        return parts.path + (f"?{parts.query}" if parts.query else "")


@dataclass
class Form:
    """A form as it stands on a page."""

    page: Page
    address: str
    method: str
    fields: list[tuple[str, str]]
    inputs: list[lxml.html.HtmlElement]
    hidden: set[str]
    choices: dict[str, list[str]]
    buttons: list[tuple[str, str]]
    is_editor: bool
    is_sent_by_script: bool

    @classmethod
    def read(cls, element, page):
        """Return the form with what it proposes, as a browser would send it."""
        inputs = [
            one
            for one in _inputs(element)
            if one.get("name") and one.get("disabled") is None
        ]
        buttons = _buttons(element)
        method = (element.get("method") or "get").lower()
        is_protected = _TOKEN in {one.get("name") for one in inputs}
        by_script = is_protected != (method == "post") or not (
            buttons or method == "get"
        )
        return cls(
            page=page,
            address=page.local(element.get("action") or page.response.url) or "",
            method=method,
            fields=[pair for one in inputs for pair in _proposed(one)],
            inputs=inputs,
            hidden={one.get("name") for one in inputs if one.get("type") == "hidden"},
            choices={
                one.get("name"): one.xpath(".//option/@value")
                for one in inputs
                if one.tag == "select"
            },
            buttons=[(one.get("name", ""), one.get("value", "")) for one in buttons],
            is_editor=element.get("data-edit-form") is not None,
            is_sent_by_script=by_script,
        )

    @property
    def shape(self):
        """Return what makes two forms the same: the names of their fields."""
        names = {_NUMBER.sub("#", name) for name, _value in self.fields}
        return tuple(sorted(names | {f"press {name}" for name, _value in self.buttons}))

    def proposed(self, button=("", "")):
        """Return the fields as they stand, with the button that is pressed."""
        return [*self.fields, *([button] if button[0] else [])]

    def emptied(self):
        """Return the fields with nothing filled in; what is hidden stays."""
        return [
            (name, value if name in self.hidden else "") for name, value in self.fields
        ]

    def filled(self):
        """Return the fields with what a person would write where they are empty.

        Together with them its files come, and it is sent with its first button. Returns
        nothing where there is nothing to fill in.
        """
        written, done = {}, {name for name, value in self.fields if value}
        many = Counter(one.get("name") for one in self.inputs)
        for one in self.inputs:
            name = one.get("name")
            value = filling.value_of(one, is_one_of_several=many[name] > 1)
            if name not in done and value is not None:
                written[name] = value
        wanted = {one.get("name") for one in self.inputs if one.get("type") == "file"}
        files = {name: filling.file_of(self.address) for name in wanted}
        if not written and not files:
            return None
        fields = [pair for pair in self.fields if pair[0] not in written]
        button = self.presses()[0]
        fields += [*written.items(), *([button] if button[0] else [])]
        return fields, files

    def presses(self):
        """Return one button of each name, and none where the form has none."""
        named = {name: (name, value) for name, value in reversed(self.buttons)}
        return list(named.values()) or [("", "")]

    def filtered(self):
        """Return one query for each choice of a list's filter: its last option."""
        for name, options in self.choices.items():
            if options:
                kept = [pair for pair in self.fields if pair[0] != name]
                yield [*kept, (name, options[-1])]


def plain_route(route):
    """Return a route without the language it begins with."""
    return _LANGUAGE.sub("", route)


def with_query(address, fields):
    """Return an address that a form with the method GET leads to."""
    return f"{address.partition('?')[0]}?{urlencode(fields)}"


def _last_pages(found):
    """Keep of each list the highest page that is linked, and everything else."""
    kept, last = {}, {}
    for address, is_shown in found.items():
        path, _mark, query = address.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        number = next((value for name, value in pairs if name in ("p", "page")), "")
        if not number.isdecimal():
            kept[address] = is_shown
            continue
        rest = (path, tuple(pair for pair in pairs if pair[0] not in ("p", "page")))
        last[rest] = max(
            last.get(rest, (0, "", False)), (int(number), address, is_shown)
        )
    return kept | {address: is_shown for _number, address, is_shown in last.values()}


def _inputs(element):
    return _parts(element, "[self::input or self::select or self::textarea]")


def _buttons(element):
    return _parts(
        element,
        "[self::button[not(@type) or @type='submit'] or self::input[@type='submit']]",
    )


def _parts(element, those):
    """Return such elements inside of a form, and those elsewhere that belong to it."""
    name = element.get("id")
    outside = element.getroottree().xpath(f"//*[@form=$name]{those}", name=name)
    return [*element.xpath(f".//*{those}"), *(outside if name else [])]


def _proposed(one):
    name, kind = one.get("name"), one.get("type", "text")
    if one.tag == "textarea":
        return [(name, (one.text or "").lstrip("\n"))]
    if one.tag == "select":
        chosen = one.xpath(".//option[@selected]") or (
            [] if one.get("multiple") is not None else one.xpath(".//option")[:1]
        )
        return [(name, option.get("value", option.text or "")) for option in chosen]
    if kind in ("checkbox", "radio"):
        return (
            [(name, one.get("value", "on"))] if one.get("checked") is not None else []
        )
    if kind in _NEVER_CLICKED or kind == "file":
        return []
    return [(name, one.get("value", ""))]
