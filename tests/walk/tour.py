"""The whole walk: every role over HTTP, a page of each kind in the browser, the report."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.walk import routes, things
from tests.walk.browse import Sending, browse
from tests.walk.crawl import Crawl
from tests.walk.findings import Findings
from tests.walk.kinds import Kinds
from tests.walk.visitors import ANYBODY, ROLES, Visitor

_AT_ONCE = 3
#: Opens a third of all addresses: begins first, and ends last.
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
        """Make what the demonstration has not, walk over HTTP, then in the browser.

        The browser begins with the pages of the others while the busiest still walks.
        """
        self._starts = things.make()
        self.platform.start(application="tests.walk.application:application", workers=2)
        self._sign_in(self.visitors)
        kinds, found = Kinds(), set()
        crawls = [Crawl(visitor, self.findings, kinds) for visitor in self.visitors]
        busiest = [one for one in crawls if one.role == _BUSIEST]
        others = [one for one in crawls if one.role != _BUSIEST]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            crawling = [pool.submit(self._crawl, one) for one in busiest]
            _wait_for([pool.submit(self._crawl, one) for one in others])
            browsing = [pool.submit(self._browse, others, found)]
            _wait_for(crawling)
            browsing += self._browse_by_two(pool, busiest, found)
            _wait_for(browsing)
        for crawl in crawls:
            crawl.leave()
        if self.is_whole:
            self._missing = routes.unreached(self.findings.routes)

    def _sign_in(self, visitors):
        """Sign in whoever is not, one after the other: a code is good once."""
        for visitor in visitors:
            is_in = visitor.is_signed_in(visitor.get("/kk/my/", "kk"))
            if not is_in and not visitor.sign_in():
                self.findings.fault("not let in", visitor.role)

    def _crawl(self, crawl):
        begun = time.monotonic()
        first = "/{language}/" if crawl.role == ANYBODY else "/{language}/my/"
        crawl.walk([first, *self._starts.get(crawl.role, [])])
        print(
            f"{crawl.role}: {time.monotonic() - begun:.0f} s",
            file=sys.stderr,
            flush=True,
        )

    def _browse(self, crawls, found):
        """Open in the browser a page of each kind that is not yet among the ``found``."""
        if not self.in_browser:
            return
        self._sign_in([one.visitor for one in crawls])  # some forms have ended sessions
        browse(self.platform, _one_of_each(crawls, found), self.findings)

    def _browse_by_two(self, pool, crawls, found):
        """Do so in two windows at once, each with a session and a language of its own."""
        if not self.in_browser or not crawls:
            return []
        second = Visitor(self.platform, _BUSIEST)
        self._sign_in([crawls[0].visitor, second])
        visits = _one_of_each(crawls, found)
        kazakh = [one for one in visits if one[2] == "kk"]
        others = [(second, *one[1:]) for one in visits if one[2] != "kk"]
        return [
            pool.submit(browse, self.platform, one, self.findings)
            for one in (kazakh, others)
        ]

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


def _wait_for(futures):
    """Wait for all, and raise what one of them raised."""
    for one in futures:
        one.result()


def _one_of_each(crawls, found):
    """Return a visit for each kind of page, by the first role that has found it.

    What is ``found`` already is left out, and what is new is noted there. What a list is
    asked by makes no other page of it here.
    """
    visits, sent = [], set()
    for crawl in crawls:
        for kind, (address, language) in (crawl.editors | crawl.examples).items():
            if kind[:2] in found:
                continue
            found.add(kind[:2])
            sending = Sending.NOTHING
            if kind in crawl.editors:
                is_first = _editor(kind) not in sent
                sending = Sending.EACH_BUTTON if is_first else Sending.EMPTY_AND_FILLED
                sent.add(_editor(kind))
            visits.append((crawl.visitor, address, language, sending))
    return sorted(visits, key=lambda one: (one[0].role, one[2], one[3].value))


def _editor(kind):
    """Return what makes two editors the same: questions of all types have one."""
    return kind[0] if "questiondraft" in kind[0] else kind[:2]
