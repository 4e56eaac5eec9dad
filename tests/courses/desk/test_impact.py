"""The page that says what a changed clause touches, before and after the release."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.approvals import approved
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory
from tests.factories.courses import (
    CourseRemitFactory,
    EditionFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    weighed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(db):
    """A course whose lesson rests on clause 1.1 of a released guideline."""
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    edition = EditionFactory(course__code="T1")
    version = edition.entries.get().version
    UnitText.objects.filter(version=version).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(version)
    return edition


@pytest.fixture
def trainer(house, enter):
    return enter(Role.TRAINER)


def url(slug="mg-6"):
    return reverse("desk:impact", args=[slug])


def listed(answer):
    return [one.code for one in answer.context["page"]]


def test_guideline_that_does_not_exist_is_not_found(client, trainer, edition):
    assert client.get(url("nothing")).status_code == 404


def test_editorial_changes_touch_nothing(client, trainer, edition):
    weighed(published_guideline("1.1", "1.2", words="Жаңа"))

    assert client.get(url()).context["clauses"] == []


@pytest.mark.parametrize("is_weighed", [False, True])
def test_what_waits_is_shown_before_the_release(
    client, house, enter, edition, is_weighed
):
    enter(Role.SAFEGUARD_REVIEWER)
    version = published_guideline("1.1", "1.2", words="Жаңа")
    if is_weighed:
        weighed(version, "1.1")

    answer = client.get(url())

    assert listed(answer) == [str(edition.entries.get().version.unit)]
    assert answer.context["waits"]


def test_the_same_is_shown_after_the_release(client, house, enter, edition):
    enter(Role.SAFEGUARD_REVIEWER)
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    answer = client.get(url() + "?group=nothing&page=99")

    assert listed(answer) == [str(edition.entries.get().version.unit)]
    assert not answer.context["waits"]


def test_trainer_of_another_course_sees_nothing_of_this_one(
    client, house, enter, edition
):
    CourseRemitFactory(user=enter(Role.TRAINER))
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    answer = client.get(url())

    assert listed(answer) == []
    assert answer.context["found"].courses == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [("lesson", "content:version"), ("course", "desk:release-course")],
)
def test_every_line_leads_to_what_can_be_read(client, trainer, edition, kind, name):
    unit = edition.entries.get().version.unit
    type(unit).objects.filter(pk=unit.pk).update(kind=kind)
    weighed(published_guideline("1.1", "1.2", words="Жаңа"), "1.1")
    ways = {
        "content:version": [unit.course.slug, edition.entries.get().version_id],
        "desk:release-course": [unit.course.slug],
    }

    answer = client.get(url())

    assert f'href="{reverse(name, args=ways[name])}"' in answer.content.decode()


def exported(client, kind):
    with translation.override("en"):
        return client.post(reverse("desk:export-impact", args=["mg-6"]), {"kind": kind})


def test_export_as_something_else_leads_back(client, trainer, edition):
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    assert exported(client, "exe").url.endswith("/guidelines/mg-6/impact/")
    assert not Entry.objects.filter(action="provisions.impact_exported").exists()


def test_whole_list_leaves_as_a_sheet_with_who_took_it(client, trainer, edition):
    version = edition.entries.get().version
    UnitText.objects.filter(version=version).update(title="=HYPERLINK(1)")
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    answer = exported(client, "csv")

    rows = list(
        csv.reader(
            io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[0] == ["Exported by", trainer.staff_number]
    assert rows[-1] == [
        "Lessons and pages",
        str(version.unit),
        "'=HYPERLINK(1)",
        "MG-6 1.1",
        "1",
        "Stale",
    ]
    entry = Entry.objects.get(action="provisions.impact_exported")
    assert (entry.by, entry.details) == (trainer, {"kind": "csv", "rows": 1})
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(exported(client, "xlsx").streaming_content))
    )
    assert [cell.value for cell in list(book.active)[-1]][:2] == rows[-1][:2]


def test_new_version_of_a_lesson_is_current_where_the_old_one_was_stale(
    client, trainer, edition
):
    old = edition.entries.get().version
    changed_guideline("1.1", "1.2", substantive=["1.1"])
    assert [one.is_stale for one in client.get(url()).context["page"]] == [True]
    new = UnitVersionFactory(unit=old.unit, number=2, published_at=timezone.now())
    UnitText.objects.filter(version=new).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(new)

    EditionFactory(course=edition.course, versions=[new], number=edition.number + 1)

    assert [
        (one.version, one.is_stale) for one in client.get(url()).context["page"]
    ] == [(new.pk, False)]


@pytest.mark.parametrize(("number", "told"), [(0, "0"), (4, "fewer than 5"), (5, "5")])
def test_few_people_are_not_counted(client, trainer, edition, number, told):
    for _one in range(number):
        CertificateFactory(completion=CertifiedCompletionFactory(edition=edition))
    changed_guideline("1.1", "1.2", substantive=["1.1"])

    answer = client.get(url().replace("/kk/", "/en/"))

    assert answer.context["numbers"] == [("Valid certificates", told), ("People", told)]
