"""Follow every link and send every form that a role is shown, over HTTP."""

import re
from collections import deque
from dataclasses import replace
from urllib.parse import parse_qsl

from django.conf import settings
from django.urls import Resolver404, resolve

from tests.walk.findings import REFUSED, most_queries
from tests.walk.pages import plain_route, with_query
from tests.walk.visitors import SECOND

LANGUAGES = ("kk", "ru")
_ENOUGH = 2500  # addresses a role; a walk that grows beyond it goes round in circles
_PURPOSE, _AGAIN = "the purpose at", "the second look"
_MOST_PARAMETERS = 2
#: What ends an account, a remit or the session that walks, in this order; sent when
#: everything else is done.
_LAST = ("/close/", "/end/", "/account/sessions", "/account/logout/")
#: How a form is sent, beside a button that is pressed with what the page proposes.
_EMPTY, _FILLED = "empty", "filled in"
_LANGUAGES = re.compile(r"((?:^|=)(?:/|%2F))(?:kk|ru|en)(/|%2F)")
_OTHER_LANGUAGE = re.compile(r"^/(kk|ru|en)/")


class Crawl:
    """One role's way through the platform.

    A role opens an address of each kind it is shown, in the other language as well unless
    another role has, or parameters only narrow a page that is opened in both; it sends each
    form as it stands, and empty and filled in unless another has. A second person goes where
    the first one's work is decided.
    """

    def __init__(self, visitor, findings, kinds):
        self.visitor, self.findings, self.kinds = visitor, findings, kinds
        self.role = visitor.role
        self._opened, self._asked = set(), set()
        self._forms, self._last, self._sent = deque(), deque(), set()
        self._todo, self._lists = deque(), []
        #: An address and a language for each kind of page, and of those with an editor.
        self.examples, self.editors = {}, {}

    def walk(self, starts):
        """Open what can be reached from the first addresses, then send what was found.

        What a form leads to is followed as well, so both go on until nothing is new. Then
        the lists are opened once more: they show what the forms have made.
        """
        for language in LANGUAGES:
            for start in starts:
                self._add(start.format(language=language), language, "the start", True)
        self._go_on()
        self._todo.extend(self._lists)
        self._go_on()

    def _go_on(self):
        while self._todo or self._forms:
            self._follow()
            self._send_one()

    def leave(self):
        """Send the forms that end something, which ends the walk of this role."""
        for part in _LAST:
            for address, form, language in self._last:
                if part in form.address:
                    self._send(address, form, language, form.presses()[0])
                    if form.filled():
                        self._send(address, form, language, _FILLED)

    def _add(self, address, language, came_from, is_shown):
        named = _OTHER_LANGUAGE.match(address)
        if named and named[1] != language:
            return
        if self.role in SECOND and address.startswith("/studio/"):
            return
        kind = self._kind(address)
        is_known = (kind, language) in self._opened
        if is_known or _is_narrowed(address) or len(self._asked) > _ENOUGH:
            return
        is_new = "?" not in address and self.findings.is_first(
            ("opened", kind, language)
        )
        if not is_new and kind in {one for one, _language in self._opened}:
            return
        self._opened.add((kind, language))
        self._asked.add((address, language))
        self._todo.append((address, language, came_from, is_shown))

    def _kind(self, address):
        """Return what makes addresses the same: their route, thing and parameters."""
        path, _mark, query = address.partition("?")
        try:
            match = resolve(
                _in(path, settings.LANGUAGE_CODE)
            )  # no thread speaks another
        except Resolver404:
            return (path,)
        if path.startswith(("/static/", "/media/")):
            return ("files", path.rpartition(".")[2])
        names = tuple(sorted({name for name, _value in parse_qsl(query)}))
        return (plain_route(match.route), self.kinds.of(match), names)

    def _follow(self):
        while self._todo:
            address, language, came_from, is_shown = self._todo.popleft()
            page = self.visitor.get(address, language)
            is_promised = is_shown and not self._is_gone(page, language, came_from)
            self.take(page, language, came_from, is_promised=is_promised)

    def _is_gone(self, page, language, came_from):
        """Tell whether what was not found is not linked any more, as others went on."""
        if page.status not in REFUSED or not came_from.startswith("/"):
            return False
        before = self.visitor.get(came_from, language)
        return before.status in REFUSED or page.asked not in before.links()

    def take(self, page, language, came_from, *, is_promised=True):
        """Check a page, and note where it leads."""
        self.findings.saw(page, self.role)
        page = self._again_if_cold(page, language)
        named = _OTHER_LANGUAGE.match(page.address)
        language = named[1] if named and named[1] in LANGUAGES else language
        self.findings.check(
            page, self.role, language, came_from=came_from, is_promised=is_promised
        )
        if page.is_html and page.status == 200:
            kind = self._kind(page.address)
            self.examples.setdefault(kind, (page.address, language))
            is_list = page.address == page.asked and not set("<?") & set(
                page.route + page.address
            )
            if is_list and came_from != _AGAIN:
                self._lists.append((page.address, language, _AGAIN, True))
        if not came_from.startswith(_PURPOSE):
            behind = self.visitor.state_purpose(page, language)
            if behind is not page:
                self.take(behind, language, f"{_PURPOSE} {page.address}")
        for address, is_shown in page.links().items():
            self._add(address, language, page.address, is_shown)
        for form in page.forms():
            self._add_form(form, language)

    def _again_if_cold(self, page, language):
        """Return a page that took too many queries as it is once what it keeps is kept."""
        is_fetched = page.response.request.method == "GET"
        if not is_fetched or page.queries <= most_queries(page.route):
            return page
        return replace(page, response=self.visitor.get(page.address, language).response)

    def _add_form(self, form, language):
        if form.is_sent_by_script:
            return
        if form.is_editor:  # a browser sends what scripts have put together
            kind = self._kind(form.page.address)
            self.editors.setdefault(kind, (form.page.address, language))
            return
        if form.method == "get":
            self._add(
                with_query(form.address, form.proposed()),
                language,
                form.page.address,
                True,
            )
            for fields in form.filtered():
                self._add(
                    with_query(form.address, fields), language, form.page.address, True
                )
            return
        kind = (self._kind(form.address), form.shape)
        if kind in self._sent:
            return
        self._sent.add(kind)
        entry = (form.page.address, form, language)
        is_last = any(part in form.address for part in _LAST)
        (self._last if is_last else self._forms).append(entry)

    def _send_one(self):
        """Send the next form empty, as it stands and filled in, each from a fresh page."""
        if not self._forms:
            return
        address, first, language = self._forms.popleft()
        other = LANGUAGES[1 - LANGUAGES.index(language)]
        kind = (self._kind(first.address), first.shape)
        if self.findings.is_first(("sent empty", kind)):
            self._send(address, first, language, _EMPTY)
        for button in first.presses():
            self._send(_in(address, other), first, other, button)
        if first.filled() and self.findings.is_first(("sent filled in", kind)):
            self._send(address, first, language, _FILLED)

    def _send(self, address, first, language, button):
        page = self.visitor.get(address, language)
        if not self.visitor.is_signed_in(page):
            if not self.visitor.sign_in(language):
                return  # another role has closed this account
            page = self.visitor.get(address, language)
        page = self.visitor.state_purpose(page, language)
        same = [
            one
            for one in page.forms()
            if one.shape == first.shape
            and self._kind(one.address) == self._kind(first.address)
        ]
        if not same:
            return  # what was sent before has settled it
        form, files = same[0], None
        if button == _EMPTY:
            fields = form.emptied()
        elif button == _FILLED:
            fields, files = form.filled() or (form.fields, None)
        else:
            fields = form.proposed(button)
        answer = self.visitor.post(form, fields, language, files)
        self.findings.sent(self.role)
        how = button if button in (_EMPTY, _FILLED) else "as it stands"
        # Another may have settled it just now: then the form is not there any more either.
        is_gone = answer.status in REFUSED and (
            self.visitor.get(page.address, language).status in REFUSED
        )
        came_from = f"the form at {page.address}, {how}"
        self.take(answer, language, came_from, is_promised=not is_gone)


def _is_narrowed(address):
    """Tell whether a list is filtered, ordered and paged at once; each alone is enough."""
    names = {name for name, _value in parse_qsl(address.partition("?")[2])}
    return len(names) > _MOST_PARAMETERS


def _in(address, language):
    """Return an address in a language, and with it what it leads back to."""
    return _LANGUAGES.sub(rf"\1{language}\2", address)
