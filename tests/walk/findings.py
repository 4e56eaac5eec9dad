"""What a walk finds wrong, and what it has seen."""

import threading
from collections import Counter, defaultdict

from tests.walk import words

MOST_QUERIES = 60
#: Lists of Wagtail's that ask several times for each of their twenty or so rows; and a wrong
#: password, counted by account, device, all devices and network, which the cache keeps in a
#: table.
MORE_QUERIES = {
    "account/password/": 90,
    "account/reauthenticate/": 90,
    "studio/api/main/pages/": 130,
    "studio/choose-page/<int:parent_page_id>/": 90,
}
#: The most a page may weigh on the wire, in KB, by the first part of its address that fits.
#: Whoever proposes a design of certificates sees three of them as they will be printed.
BUDGETS = (
    ("studio/", 120),
    ("desk/certificates/design/new/", 260),
    ("desk/", 60),
    ("guidelines/", 110),
    ("", 60),
)

#: What a person meets who follows a link that should not have been shown.
REFUSED = (401, 403, 404, 405, 410)


class Findings:
    """Everything found wrong, each once, and how much was covered."""

    def __init__(self):
        self.faults = defaultdict(list)
        self.routes, self.addresses, self.forms = defaultdict(set), Counter(), Counter()
        self.seconds = Counter()
        self.most_queries, self.heaviest = (0, ""), (0, "")
        self._lock, self._done = threading.Lock(), set()

    def is_first(self, what):
        """Tell whether no role has done this yet; from now on one has."""
        with self._lock:
            is_new = what not in self._done
            self._done.add(what)
        return is_new

    def fault(self, what, where):
        """Note what is wrong and where; the same thing elsewhere is added to it."""
        with self._lock:
            self.faults[what].append(where)

    def reached(self, route, role):
        """Note that a role has reached a route."""
        with self._lock:
            self.routes[route].add(role)

    def saw(self, page, role):
        """Count a page that a role has opened."""
        with self._lock:
            self.addresses[role] += 1
            self.seconds[page.route] += page.response.elapsed.total_seconds()
            for route in page.routes:
                self.routes[route].add(role)
            self.most_queries = max(self.most_queries, (page.queries, page.address))
            if page.is_html:
                self.heaviest = max(self.heaviest, (page.weight, page.address))

    def sent(self, role):
        """Count a form that a role has submitted."""
        with self._lock:
            self.forms[role] += 1

    def check(self, page, role, language, *, came_from, is_promised=True):
        """Note what is wrong with a page that was opened.

        ``is_promised`` tells that the role was shown the way here: what does not exist
        or is forbidden is a fault then.
        """
        where = f"{role} {language} {page.asked} (from {came_from})"
        if page.status >= 500 or (is_promised and page.status in REFUSED):
            self.fault(f"{page.status} at {page.route or page.asked}", where)
        most = most_queries(page.route)
        if page.queries > most:
            self.fault(
                f"more than {most} queries at {page.route}", f"{page.queries}: {where}"
            )
        budget = budget_of(page.route)
        if page.is_html and page.weight > budget * 1024:
            self.fault(
                f"over {budget} KB at {page.route}",
                f"{page.weight / 1024:.0f} KB: {where}",
            )
        if page.status < 400:
            for text in words.untranslated(page, language):
                self.fault(f"{language}: {text}", where)


def most_queries(route):
    """Return how many queries a page of this route may take."""
    return MORE_QUERIES.get(route, MOST_QUERIES)


def budget_of(route):
    """Return the KB that a page of this route may weigh."""
    return next(weight for start, weight in BUDGETS if route.startswith(start))
