"""The whole walk: every role over HTTP, a page of each kind in the browser, the report."""

import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.walk import routes, things
from tests.walk.browse import Sending, browse
from tests.walk.crawl import Crawl
from tests.walk.findings import Findings
from tests.walk.kinds import Kinds
from tests.walk.visitors import ANYBODY, ROLES, Visitor

_AT_ONCE = 3
#: Opens a third of all addresses: begins first, or the others wait for it at the end.
_BUSIEST = "trainer"
_EXAMPLES = 3
_SLOWEST = 8


class Tour:
    """A walk of some or all roles through one running demonstration."""

    def __init__(self, platform, roles=(), *, in_browser=True):
        self.platform, self.in_browser = platform, in_browser
        self.is_whole = not roles
        self.visitors = [Visitor(platform, role) for role in roles or (ANYBODY, *ROLES)]
        self.findings = Findings()
        self._missing, self._starts = [], {}

    def walk(self):
        """Make what the demonstration has not, walk over HTTP, then in the browser."""
        self._starts = things.make()
        self.platform.start(application="tests.walk.application:application", workers=2)
        self._sign_in()
        kinds = Kinds()
        crawls = [Crawl(visitor, self.findings, kinds) for visitor in self.visitors]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            first = sorted(crawls, key=lambda one: one.role != _BUSIEST)
            for done in [pool.submit(self._crawl, one) for one in first]:
                done.result()
        if self.in_browser:
            with _timed("in the browser"):
                self._browse(_one_of_each(crawls))
        with _timed("what ends something"):
            for crawl in crawls:
                crawl.leave()
        if self.is_whole:
            self._missing = routes.unreached(self.findings.routes)

    def _sign_in(self):
        """Sign in whoever is not, one after the other: a code is good once."""
        for visitor in self.visitors:
            is_in = visitor.is_signed_in(visitor.get("/kk/my/", "kk"))
            if not is_in and not visitor.sign_in():
                self.findings.fault("not let in", visitor.role)

    def _crawl(self, crawl):
        first = "/{language}/" if crawl.role == ANYBODY else "/{language}/my/"
        with _timed(crawl.role):
            crawl.walk([first, *self._starts.get(crawl.role, [])])

    def _browse(self, visits):
        self._sign_in()  # some forms have ended their sessions
        # One session is in one window at a time: what renews it ends it elsewhere.
        many, _number = Counter(one[0].role for one in visits).most_common(1)[0]
        halves = [
            [one for one in visits if (one[0].role == many) is is_half]
            for is_half in (True, False)
        ]
        with ThreadPoolExecutor(2) as pool:
            for done in [
                pool.submit(browse, self.platform, half, self.findings)
                for half in halves
            ]:
                done.result()

    @property
    def is_clean(self):
        return not self.findings.faults and not self._missing

    def report(self, seconds):
        """Return what was covered and what is wrong."""
        found = self.findings
        lines = [
            f"{'role':20} {'addresses':>9} {'forms':>6}",
            *(
                f"{one.role:20} {found.addresses[one.role]:9} {found.forms[one.role]:6}"
                for one in self.visitors
            ),
            f"{len(found.routes)} routes in {seconds:.0f} s",
            "most queries: {} at {}".format(*found.most_queries),
            "heaviest page: {} bytes at {}".format(*found.heaviest),
        ]
        lines += [
            f"{seconds:6.1f} s  {route}"
            for route, seconds in found.seconds.most_common(_SLOWEST)
        ]
        for what, where in sorted(found.faults.items()):
            lines += [
                "",
                f"FAULT {what} ({len(where)})",
                *(f"   {one}" for one in where[:_EXAMPLES]),
            ]
        lines += ["", *(f"NOT REACHED {route}" for route in self._missing)]
        return "\n".join(lines)


@contextmanager
def _timed(what):
    """Say how long it took."""
    begun = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)


def _one_of_each(crawls):
    """Return a visit for each kind of page, by the first role that has found it.

    What a list is asked by makes no other page of it here, and neither does the type of the
    page or question that it is about, but for editors.
    """
    found, sent = {}, set()
    for crawl in crawls:
        for kind, (address, language) in (crawl.editors | crawl.examples).items():
            is_editor = kind in crawl.editors
            alike = kind[:2] if is_editor else _plain(kind)
            if alike in found:
                continue
            sending = Sending.NOTHING
            if is_editor:
                is_first = _editor(kind) not in sent
                sending = Sending.EACH_BUTTON if is_first else Sending.EMPTY_AND_FILLED
                sent.add(_editor(kind))
            found[alike] = (crawl.visitor, address, language, sending)
    return sorted(found.values(), key=lambda one: (one[0].role, one[2], one[3].value))


def _plain(kind):
    """Return a kind of address without the type of the page or question it is about."""
    return tuple(
        part for part in kind[:2] if not isinstance(part, str) or part == kind[0]
    )


def _editor(kind):
    """Return what makes two editors the same: questions of all types have one."""
    return kind[0] if "questiondraft" in kind[0] else kind[:2]
