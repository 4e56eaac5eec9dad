"""Role × list: what is of another place is in no list, no search, no file."""

from datetime import date

import pytest
from django.urls import reverse

from courses.acknowledgements.models import ReadingRule
from courses.provisions.document_release import release_document
from elearning.accounts.roles import Role
from tests.courses.desk.doors.asking import undone
from tests.factories.approvals import approved
from tests.factories.provisions import published_guideline

pytestmark = pytest.mark.django_db
PURPOSE = {"purpose": "Тексеру"}
FILE = PURPOSE | {"content": "people", "kind": "csv"}


#: Title: address, and what is sent there where it is asked by post.
LISTS: dict[str, tuple[str, dict[str, str] | None]] = {
    "people": ("desk:people", None),
    "name changes": ("desk:name-changes", None),
    "exemptions": ("desk:exemptions", None),
    "search by her name": ("desk:people", {"words": "Ішкібаев"}),
    "search by the other's name": ("desk:people", {"words": "Сыртбаев"}),
    "compliance": ("desk:compliance", None),
    "file of compliance": ("desk:export", FILE),
    "accounts": ("desk:accounts", None),
    "organisation": ("desk:organisation:tree", None),
    "acknowledgements": ("desk:acknowledgements", None),
    "claims": ("desk:recognition:claims", None),
    "credits": ("desk:recognition:credits", None),
    "corrections": ("desk:recognition:corrections", None),
    "certificates": ("desk:certificates:list", None),
    "proposals": ("desk:certificates:proposals", None),
    "exceptions to rules": ("desk:rules:exceptions", None),
    "sittings": ("desk:exams:sittings", None),
    "turned passes": ("desk:corrections:passes", None),
    "staff lists": ("desk:staff-lists:list", None),
    "sessions": ("desk:sessions:list", None),
    "saved reports": ("desk:reports:list", None),
    "files of reports": ("desk:reports:files", None),
    "holds": ("desk:retention:holds", None),
    "privacy requests": ("desk:privacy:requests", None),
    "access keys": ("desk:tokens:list", None),
}
HERE, HER, BOTH = {"place inside"}, {"person inside"}, {"place inside", "person inside"}
OF_PERSONNEL = {
    "people": BOTH,
    "name changes": HER,
    "exemptions": HER,
    "search by her name": BOTH,
    "search by the other's name": HERE,
    "compliance": HERE,
    "file of compliance": BOTH,
    "accounts": HER,
    "organisation": HERE,
    "acknowledgements": HER,
    "claims": HER,
    "credits": HER,
    "corrections": HER,
    "certificates": HER,
    "proposals": {"proposal inside"},
    "exceptions to rules": BOTH,
    "sittings": HERE,
    "turned passes": HER,
    "staff lists": HERE,
    "sessions": HERE,
    "saved reports": set(),
    "files of reports": set(),
    "holds": HER,
    "privacy requests": HER,
    "access keys": set(),
}
#: What each role finds; a list that is not named does not exist for her.
FOUND = {
    Role.FACILITY_HR: OF_PERSONNEL,
    Role.MINISTRY_HR: OF_PERSONNEL,
    Role.ADMINISTRATOR: {
        "accounts": {"person inside", "person outside"},
        "proposals": {"proposal inside", "proposal outside"},
        "access keys": {"key of a colleague"},
    },
    Role.TRAINER: {"sittings": HERE},
    Role.INVIGILATOR: {"sittings": HERE},
}


@pytest.fixture(scope="module")
def world(places):
    """One thing of each kind, here and there, and a guideline that both have to read."""
    inside, outside = places
    version = published_guideline("1.1")
    release_document(version, approved([version.digest]), by=None)
    facts = {"post": inside.rule.post, "starts_on": date(2020, 1, 1)}
    ReadingRule.objects.create(document=version.document, **facts)
    for things in (inside, outside):
        for name in (
            "claim",
            "name_change",
            "long_exemption",
            "credit",
            "correction",
            "certificate",
            "proposal",
            "rule_exception",
            "sitting",
            "lost_pass",
            "staff_list",
            "report",
            "file",
            "key",
            "hold",
            "erasure",
            "session",
        ):
            getattr(things, name)
    return places


@pytest.mark.parametrize("role", Role)
def test_lists_hold_nothing_of_another_place(client, inside, outside, enter, role):
    enter(role)
    client.post(reverse("desk:people"), PURPOSE)
    client.post(reverse("desk:open-numbers"), PURPOSE)

    found = {
        title: marks(read(client, name, sent), inside, outside)
        for title, (name, sent) in LISTS.items()
    }

    assert found == dict.fromkeys(LISTS) | FOUND.get(role, {})


def read(client, name, sent):
    """Return a list as text, a file with what is in it; nothing where there is none."""
    address = reverse(name)
    with undone():
        answer = client.get(address) if sent is None else client.post(address, sent)
        if answer.status_code == 404:
            return None
        assert answer.status_code == 200, name
        body = answer.streaming_content if answer.streaming else [answer.content]
        return b"".join(body).decode()


def marks(text, inside, outside):
    """Tell of whom and of what there is something in ``text``: of her place, of the other."""
    if text is None:
        return None
    found = set()
    for where, things in (("inside", inside), ("outside", outside)):
        person = things.person
        if str(person.key) in text or person.staff_number in text:
            found.add(f"person {where}")
        if things.place.titles["kk"] in text or things.place.code in text:
            found.add(f"place {where}")
        if str(things.proposal.key) in text:
            found.add(f"proposal {where}")
        if str(things.file.key) in text or things.report.name in text:
            found.add("report of a colleague")
        if f"…{things.key.hint}" in text:
            found.add("key of a colleague")
    return found
