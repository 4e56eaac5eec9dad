"""Who may open which page of the desk."""

from datetime import date

import pytest
from django.urls import URLPattern, reverse
from django.utils import timezone

from courses.acknowledging.models import ReadingRule
from courses.desk.urls import urlpatterns
from courses.models import PlannedRelease
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.desk.doors.asking import undone
from tests.factories.compliance import ExemptionFactory
from tests.factories.courses import (
    CourseRemitFactory,
    EditionFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import published_guideline, stale_lesson
from tests.factories.staff import RemitFactory

pytestmark = pytest.mark.django_db

HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OFFICE = HR | {Role.ADMINISTRATOR}
RELEASERS = {Role.TRAINER, Role.SAFEGUARD_REVIEWER}

OPEN_TO = {
    "home": OFFICE | RELEASERS,
    "compliance": HR,
    "open-numbers": HR,
    "close-numbers": HR,
    "export": HR,
    "register": RELEASERS,
    "register-document": RELEASERS,
    "coverage": HR | {Role.TRAINER},
    "coverage-sheets": HR,
    "coverage-export": HR,
    "coverage-cell": HR,
    "framework": HR | {Role.TRAINER},
    "framework-post": HR | {Role.TRAINER},
    "people": HR,
    "records-check": {Role.MINISTRY_HR},
    "person": HR,
    "timeline": HR,
    "assign": HR,
    "exempt": HR,
    "rename": HR,
    "end-exemption": HR,
    "enter-signature": HR,
    "acknowledgements": HR,
    "reading-rules": {Role.MINISTRY_HR},
    "add-reading-rule": {Role.MINISTRY_HR},
    "end-reading-rule": {Role.MINISTRY_HR},
    "new-issue": {Role.MINISTRY_HR},
    "accounts": OFFICE,
    "account": OFFICE,
    "issue-code": OFFICE,
    "letters": OFFICE,
    "mail-code": OFFICE,
    "close-account": OFFICE,
    "release": RELEASERS,
    "release-course": RELEASERS,
    "confirm-language": RELEASERS,
    "release-document": RELEASERS,
    "confirm-document": RELEASERS,
    "approve-course": RELEASERS,
    "approve-document": RELEASERS,
    "weigh-document": RELEASERS,
    "plan-release": RELEASERS,
    "cancel-planned-release": RELEASERS,
    "allow-weight": RELEASERS,
    "plan-document": RELEASERS,
    "cancel-planned-document": RELEASERS,
    "allow-document-weight": RELEASERS,
    "ask-document-exception": RELEASERS,
    "exceptions": RELEASERS,
    "ask-exception": RELEASERS,
    "decide-exception": RELEASERS,
    "impact": RELEASERS,
    "export-impact": RELEASERS,
    "stale": RELEASERS,
    "still-right": {Role.TRAINER},
    "parity": RELEASERS,
    "export-parity": RELEASERS,
    "audit": {Role.ADMINISTRATOR},
    "remits": {Role.ADMINISTRATOR},
    "grant-remit": {Role.ADMINISTRATOR},
    "end-remit": {Role.ADMINISTRATOR},
    "course-remits": {Role.ADMINISTRATOR},
    "grant-course-remit": {Role.ADMINISTRATOR},
    "end-course-remit": {Role.ADMINISTRATOR},
}

#: Pages to which something is posted here, and what they answer to whom they open.
POSTED = {"issue-code": 200} | dict.fromkeys(
    (
        "approve-course",
        "approve-document",
        "cancel-planned-document",
        "cancel-planned-release",
        "close-numbers",
        "confirm-document",
        "confirm-language",
        "decide-exception",
        "export-impact",
        "export-parity",
        "letters",
        "mail-code",
        "plan-document",
        "plan-release",
        "weigh-document",
    ),
    302,
)
ABOUT_PEOPLE = (
    "person",
    "timeline",
    "assign",
    "exempt",
    "rename",
    "end-exemption",
    "account",
    "issue-code",
    "mail-code",
    "close-account",
)


def address(name, person, house):
    arguments = {
        "register-document": lambda: [published_guideline("1.1").document.code],
        "framework-post": lambda: [house.rule.post.code],
        "coverage-cell": lambda: [house.rule.post.code, 1],
        "release-course": lambda: [proposed().slug],
        "confirm-language": lambda: [
            (course := proposed()).slug,
            course.units.get().versions.get().pk,
            "ru",
        ],
        "approve-course": lambda: [proposed().slug],
        "plan-release": lambda: [proposed().slug],
        "cancel-planned-release": lambda: [
            (plan := planned(proposed())).course.slug,
            plan.pk,
        ],
        "allow-weight": lambda: [(heavy := too_heavy()).unit.course.slug, heavy.pk],
        "ask-exception": lambda: [proposed().slug],
        "decide-exception": lambda: [excepted(proposed()).pk],
        "release-document": lambda: [published_guideline("1.1").document.slug],
        "approve-document": lambda: [published_guideline("1.1").document.slug],
        "weigh-document": lambda: [published_guideline("1.1").document.slug],
        "plan-document": lambda: [published_guideline("1.1").document.slug],
        "ask-document-exception": lambda: [published_guideline("1.1").document.slug],
        "cancel-planned-document": lambda: [
            (version := published_guideline("1.1")).document.slug,
            PlannedRelease.objects.create(
                subject=version.document.code,
                digest="x",
                due=timezone.now(),
                at=timezone.now(),
            ).pk,
        ],
        "allow-document-weight": lambda: [
            (version := published_guideline("1.1", size=10**9)).document.slug,
            version.pk,
        ],
        "impact": lambda: [published_guideline("1.1").document.slug],
        "export-impact": lambda: [published_guideline("1.1").document.slug],
        "confirm-document": lambda: [
            (version := published_guideline("1.1")).document.slug,
            version.pk,
            "ru",
        ],
        "still-right": lambda: [stale_lesson().unit.key],
        "end-remit": lambda: [RemitFactory(establishment=house.mine).pk],
        "end-course-remit": lambda: [CourseRemitFactory().pk],
        "end-reading-rule": lambda: [reading_rule(house).pk],
        "end-exemption": lambda: [
            person.key,
            ExemptionFactory(staff_member=person, course=house.rule.course).pk,
        ],
    }
    keyed = {
        "person",
        "timeline",
        "assign",
        "exempt",
        "rename",
        "enter-signature",
        "account",
        "issue-code",
        "mail-code",
        "close-account",
    }
    found = arguments.get(name, lambda: [person.key] if name in keyed else [])
    query = {"block": "a"} if name == "still-right" else None
    return reverse(f"desk:{name}", args=found(), query=query)


def reading_rule(house):
    document = published_guideline("1.1").document
    return ReadingRule.objects.create(
        post=house.rule.post, document=document, starts_on=date(2020, 1, 1)
    )


def proposed():
    edition = EditionFactory()
    for entry in edition.entries.all():
        edition.course.proposed_entries.create(
            unit=entry.version.unit, position=entry.position
        )
    return edition.course


def planned(course):
    moment = timezone.now()
    return course.planned_releases.create(digest="x", due=moment, at=moment)


def excepted(course):
    return course.language_exceptions.create(
        reason="x", until=timezone.localdate(), at=timezone.now()
    )


def too_heavy():
    """A version over the budget, which nobody has let pass."""
    version = UnitVersionFactory(languages=[])
    for language in ("kk", "ru"):
        version.texts.create(
            language=language,
            title="x",
            reference="1",
            digest="x",
            structure="x",
            size=10**9,
        )
    version.unit.course.proposed_entries.create(unit=version.unit, position=1)
    return version


def test_every_page_has_a_row_in_the_matrix():
    pages = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    assert {pattern.name for pattern in pages} == set(OPEN_TO)


def test_pages_send_strangers_to_the_door(client, house):
    found = {}
    for name in OPEN_TO:
        with undone():
            answer = client.get(address(name, house.insider, house))
            found[name] = answer.headers.get("Location", answer.status_code)

    entrance = reverse("account_login")
    assert {name for name, to in found.items() if entrance not in str(to)} == set()


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_their_roles_alone(client, house, enter, role):
    enter(role)

    found = {}
    for name in OPEN_TO:
        with undone():
            wanted = address(name, house.insider, house)
            answer = client.post(wanted) if name in POSTED else client.get(wanted)
            found[name] = answer.status_code

    assert found == {
        name: POSTED.get(name, 200) if role in roles else 404
        for name, roles in OPEN_TO.items()
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_attempts_at_people_of_another_prison_are_noted_with_the_person(
    client, house, enter, method
):
    """That they do not exist for her is in the table of doors."""
    enter(Role.FACILITY_HR)
    only = {
        "issue-code": "post",
        "mail-code": "post",
        "person": "get",
        "timeline": "get",
    }

    found = {}
    for name in ABOUT_PEOPLE:
        with undone():
            wanted = address(name, house.outsider, house)
            answer = getattr(client, only.get(name, method))(wanted)
            entry = Entry.objects.get(action="staff.refused")
            found[name] = (answer.status_code, entry.person)

    assert found == dict.fromkeys(ABOUT_PEOPLE, (404, str(house.outsider.key)))


@pytest.mark.parametrize("name", ["compliance", "people", "export"])
def test_another_prison_in_the_filter_does_not_exist(client, house, enter, name):
    enter(Role.FACILITY_HR)

    answer = client.get(reverse(f"desk:{name}"), {"establishment": house.other.code})

    assert answer.status_code == 404
    entry = Entry.objects.get(action="compliance.refused")
    assert (entry.subject_id, entry.details) == (
        str(house.other.pk),
        {"establishment": house.other.code},
    )


def test_remit_that_has_ended_shows_nobody(client, house, enter, say_purpose):
    user = enter(Role.FACILITY_HR)
    say_purpose()
    user.remits.update(ends_on="2020-02-01")

    answer = client.get(reverse("desk:people"))

    assert not answer.context["page"].object_list
    assert (
        client.get(reverse("desk:person", args=[house.insider.key])).status_code == 404
    )
