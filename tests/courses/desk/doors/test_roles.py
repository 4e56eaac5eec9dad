"""Role × address: whom each view of the desk admits, read from the views themselves."""

from django.urls import URLResolver

from courses.desk.urls import urlpatterns
from tests.courses.desk.doors.of_the_service import OF_THE_SERVICE
from tests.courses.desk.doors.table import DOORS, INVIGILATORS, OWN
from tests.courses.desk.doors.test_lists import FOUND, LISTS

#: Open to no role but to whom the session is visible: its officers, and who teaches it.
BY_SESSION = {
    "desk:sessions:session",
    "desk:sessions:attendance",
    "desk:sessions:sheet",
    "desk:sessions:close",
}
#: Roles that find there what is their own, and no other thing of their place.
OF_THEIR_OWN = {"desk:exams:pass-on": INVIGILATORS}
#: Forms that are kept when they come after the session has ended, and then lead to the door.
KEPT_LATE = {
    "desk:rules:new",
    "desk:rules:change",
    "desk:rules:end",
    "desk:rules:qualification",
    "desk:rules:decide",
    "desk:rules:decide-many",
    "desk:rules:draft",
}


def test_every_address_of_the_desk_has_a_row_in_one_table():
    tables = [DOORS, OWN, OF_THE_SERVICE, {name for name, _sent in LISTS.values()}]
    rows = [name for table in tables for name in table]

    assert sorted(rows) == sorted(name for name, _view in named(urlpatterns))


def test_views_admit_the_roles_of_their_rows():
    rows = {name: row.roles for name, row in (DOORS | OWN | OF_THE_SERVICE).items()}
    for title, (name, _sent) in LISTS.items():
        rows[name] = {role for role, found in FOUND.items() if title in found}

    assert {name: getattr(view, "roles", None) for name, view in views().items()} == {
        name: None if name in BY_SESSION else roles | OF_THEIR_OWN.get(name, set())
        for name, roles in rows.items()
    }


def test_no_view_is_open_to_strangers():
    """The middleware has them sign in where a view does not say otherwise."""
    open_to_all = {
        name
        for name, view in views().items()
        if not getattr(view, "login_required", True)
    }

    assert open_to_all == KEPT_LATE


def views():
    """Return the views of the desk by name, in whichever part they are."""
    return dict(named(urlpatterns))


def named(patterns, space="desk"):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}:{pattern.namespace}" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        else:
            yield f"{space}:{pattern.name}", pattern.callback
