"""The addresses of the platform, and those that a walk need not reach."""

import re

from django.urls import URLPattern, get_resolver

from tests.walk.pages import plain_route

_OURS = ("content", "courses", "elearning")
#: What programs ask for without an account: devices that verify, wallets, other systems.
MACHINES = [
    "/health/",
    *(
        f"/{letter}/{name}"
        for letter in "vV"
        for name in (
            "sw.js",
            "manifest.webmanifest",
            "lists.json",
            "offline/{language}/",
        )
    ),
    *(f"/credentials/{name}/" for name in ("issuer", "keys", "authority")),
    "/id/profile",
    "/id/profile/1",
    *(f"/offline/{name}" for name in ("worker.js", "app.webmanifest")),
]
#: Routes that no link and no form of the interface leads to, each with the reason.
EXCEPTIONS = {
    r"xapi/": "spoken by programs with a key: tests/elearning/lrs, tests/conformance",
    r"id/": "names of verbs and activities that statements carry: tests/courses/records",
    r"credentials/(keys|status)/.*<": "asked by what verifies a credential: tests/interop",
    r"certificates/<uuid:key>/credential.jwt": "taken with a signing key: tests/interop",
    r"\^\[vV\]/\^": "leads to the same address with a slash at its end",
    r"[vV]/offline/$": "leads to the same address in a language",
    r"\^studio/\(\?:users": "says that nothing is there: tests/content/test_studio.py",
    r"<slug:slug>/": "a plain page of the service's own; the demonstration has none",
    r"offline/": "asked by scripts on a phone that keeps a course: tests/browser/test_device.py",
    r"exams/attempts/.*/questions/": "asked by a script in an exam: tests/browser/test_exam.py",
    r"desk/records/stores/at/.*/retry/": (
        "of a store that answered wrongly: tests/courses/desk/test_records_targets.py"
    ),
    r"account/session/": "asked by scripts while a page is open: tests/browser/test_idle.py",
    r"\.well-known/": "answers where somebody is named: tests/elearning/interface/test_pages.py",
    r"unsent/": "asked by scripts while somebody types: tests/browser/test_kept_entries.py",
    r"courses/<slug:slug>/<slug:unit>/place/": "sent by a script as a reader goes on",
    r"courses/.*/captions/|studio/recordings/<int:pk>/": "of a film: tests/browser/test_films.py",
    r"studio/cases/choose/chosen|studio/questions/choose/": (
        "of choosers for several and of questions, which no editor has: tests/content/bank"
    ),
    r"studio/localize/": "of a page that has no translation yet: tests/content/test_sections.py",
    r"studio/course-packages/import": "of a ZIP that was handed in: tests/content/packages",
    r"updates/|exams/<uuid:key>/follow-up/|my/(people|sessions)/": (
        "of somebody who has had everything: tests/browser/test_every_page.py"
    ),
    r"guidelines/.*/editions/": "of a second edition: tests/content/guidelines",
    r"desk/(stale|exceptions)/|desk/questions/.*/reaffirm/": (
        "follows a guideline that changed in substance: tests/browser/test_updating.py"
    ),
    r"desk/release/.*(plan|confirm|weight|weigh|impact)/": (
        "of a change of weight or a day to come: tests/browser/test_updating.py"
    ),
    r"desk/questions/.*/state/(decide|withdraw)/": (
        "of a state that somebody proposed: tests/courses/desk/bank/test_states.py"
    ),
    r"desk/corrections/|desk/questions/leaks/|desk/people/.*/evidence/": (
        "follows a wrong or leaked question: tests/browser/test_corrections.py"
    ),
    r"desk/recognition/(corrections|passes)/": (
        "of what two officers decide: tests/browser/test_recognition.py"
    ),
    r"desk/(marking/(aside|answers/.*/decide))": (
        "of an answer that two people mark: tests/courses/desk/test_marking.py"
    ),
    r"desk/exams/(learners/.*/further|sittings/.*/minutes)/": (
        "of an attempt at its end: tests/browser/test_sittings.py"
    ),
    r"desk/rules/exceptions/": "of a rule nobody can keep: tests/browser/test_rules.py",
    r"desk/sessions/.*/(close|days)/": "of a day that is over: tests/browser/test_classroom.py",
    r"desk/staff-lists/.*/(columns|confirm)/": (
        "of a list that is being read: tests/browser/test_staff_lists.py"
    ),
    r"desk/reports/files/.*/download/": "of a report that is made: tests/browser/test_reports.py",
    r"desk/people/.*/(call-off|end)/": "of a day to come: tests/courses/desk/organisation",
    r"desk/people/.*/exemptions/.*/decide/": (
        "of an exemption for more than a year: tests/courses/desk/test_people.py"
    ),
    r"desk/organisation/places/.*/move/": "needs a second tree: tests/browser/test_organisation.py",
    r"desk/(keys|certificates)/.*/(end|replace)/": (
        "of a key or certificate in use: tests/courses/desk/certificates"
    ),
    r"desk/accounts/.*/second-step/": (
        "of somebody who lost it: tests/courses/desk/test_account_changes.py"
    ),
    r"desk/accounts/.*/(closing|opening)/": (
        "of a central role, and of a closed account: tests/courses/desk/test_account_changes.py"
    ),
    r"desk/accounts/.*/mail/": "of an account with an address: tests/elearning/accounts",
    r"desk/records/exports/": "of an export that is being made: tests/browser/test_records_desk.py",
}


def unreached(reached):
    """Return our own routes that were not reached and have no reason for it."""
    return sorted(
        route for route in own_routes() - set(reached) if not is_excepted(route)
    )


def is_excepted(route, patterns=EXCEPTIONS):
    """Tell whether there is a reason why no walk reaches this route."""
    return any(re.match(pattern, route) for pattern in patterns)


def own_routes():
    """Return every route whose view is the platform's own."""
    return {
        route
        for route, view in _routes(get_resolver(), "")
        if view.split(".")[0] in _OURS
    }


def _routes(resolver, start):
    for one in resolver.url_patterns:
        route = f"{start}{one.pattern}"
        if isinstance(one, URLPattern):
            view = getattr(one.callback, "view_class", one.callback)
            yield plain_route(route), getattr(view, "__module__", "")
        else:
            yield from _routes(one, route)
