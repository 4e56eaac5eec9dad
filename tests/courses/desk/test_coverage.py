"""The matrix of rule 76 at the desk: what a remit sees of it, and what it takes away."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import UnitText
from courses.provisions import citation_index
from courses.traceability.provision_coverage import PROVISIONS
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import EditionFactory
from tests.factories.provisions import released_instrument
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def taught(house):
    """The course that the post of both prisons requires cites 76(1)(a)."""
    released_instrument(*PROVISIONS)
    version = EditionFactory(course=house.rule.course).entries.get().version
    UnitText.objects.filter(version=version).update(details={"cites": ["NMR 76(1)(a)"]})
    citation_index.index_unit_version(version)
    return house.rule.course


def url(name, *args, **query):
    return reverse(f"desk:{name}", args=args, query=query)


def covers(answer):
    return {
        row.post.code: [cell.cover.value for cell in row.cells]
        for row in answer.context["matrix"].rows
    }


@pytest.mark.parametrize("name", ["coverage", "coverage-sheets", "coverage-export"])
def test_place_outside_the_remit_does_not_exist(client, house, officer, taught, name):
    answer = client.get(url(name, establishment=house.other.code))

    assert answer.status_code == 404


@pytest.mark.parametrize("place", [0, 6])
def test_cell_of_a_provision_that_is_none_is_not_found(client, house, officer, place):
    answer = client.get(url("coverage-cell", house.rule.post.code, place))

    assert answer.status_code == 404


def test_matrix_is_of_the_remit_in_words_and_colour(client, house, officer, taught):
    answer = client.get(url("coverage"))

    assert covers(answer) == {house.rule.post.code: ["uncovered"] * 5}
    page = answer.content.decode()
    assert page.count("cover-uncovered") == 5
    assert "Қамтылмаған" in page
    assert "0/1" in page


def test_cell_opens_the_courses_and_the_people_of_the_remit(
    client, house, officer, taught
):
    today = timezone.localdate()
    PassFactory(learner=house.insider, course=taught, passed_on=today)

    answer = client.get(url("coverage-cell", house.rule.post.code, 1))

    assert [one.code for one in answer.context["cell"].courses] == [taught.code]
    assert [
        (one.person, one.is_held, one.best.expires_on > today + timedelta(days=300))
        for one in answer.context["page"]
    ] == [(house.insider, True, True)]
    page = answer.content.decode()
    assert house.insider.staff_number in page
    assert house.outsider.staff_number not in page
    assert reverse("desk:person", args=[house.insider.key]) in page


def test_sheets_have_a_page_for_each_establishment(client, house, officer, taught):
    unit = EstablishmentFactory(parent=house.mine)
    AppointmentFactory(establishment=unit, post=PostFactory())

    answer = client.get(url("coverage-sheets"))

    places = [one.place for one in answer.context["matrices"]]
    assert places == [house.mine, unit]
    assert answer.content.decode().count("coverage-sheet") == 2


def test_trainer_sees_which_courses_teach_and_nobody(client, house, enter, taught):
    enter(Role.TRAINER)

    answer = client.get(url("coverage"))

    assert covers(answer) == {house.rule.post.code: ["covered", *["uncovered"] * 4]}
    page = answer.content.decode()
    assert "/coverage/" + house.rule.post.code not in page
    assert "0/1" not in page


def test_export_asks_for_the_purpose(client, house, officer, taught):
    answer = client.post(url("coverage-export"), {"kind": "csv"})

    assert answer.context["form"].errors.keys() == {"purpose"}
    assert not Entry.objects.filter(action="coverage.exported").exists()


def test_export_names_nobody_and_is_audited(client, house, officer, taught):
    given = {"kind": "csv", "purpose": "=inspection"}

    answer = client.post(url("coverage-export"), given)

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1][1] == "'=inspection"
    post = house.rule.post.title
    assert [[row[0], *row[2:]] for row in rows[6:]] == [
        [post, "Қамтылмаған", taught.code, "0", "1"],
        *[[post, "Қамтылмаған", "", "0", "1"]] * 4,
    ]
    assert house.insider.staff_number not in text
    entry = Entry.objects.get(action="coverage.exported")
    assert (entry.by, entry.reason, entry.details["rows"]) == (
        officer,
        "=inspection",
        1,
    )


def test_export_to_xlsx_opens(client, house, officer, taught):
    given = {"kind": "xlsx", "purpose": "Тексеру"}

    answer = client.post(url("coverage-export"), given)

    page = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert page["D7"].value == taught.code


@pytest.mark.parametrize("posts", [1, 3])
def test_pages_take_as_many_queries_for_three_posts(
    client, officer, taught, posts, django_assert_num_queries
):
    for _ in range(posts):
        rule = RequirementFactory(post=PostFactory(), course=taught)
        AppointmentFactory(
            establishment=officer.remits.get().establishment, post=rule.post
        )

    with django_assert_num_queries(25):
        client.get(url("coverage"))
    with django_assert_num_queries(20):
        client.get(url("coverage-sheets"))
