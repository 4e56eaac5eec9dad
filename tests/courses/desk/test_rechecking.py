"""A question whose clause has changed, at the desk of the bank."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from courses.assessment.bank import question_states
from courses.assessment.models import QuestionState
from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from courses.provisions.models import Reaffirmed
from elearning.accounts.roles import Role
from tests.factories.approvals import approved
from tests.factories.assessment import QuestionVersionFactory, edition_with_exam
from tests.factories.courses import EditionFactory
from tests.factories.provisions import changed_guideline, published_guideline
from tests.factories.staff import StaffMemberFactory
from tests.factories.updating import DAY, cite, held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def unit(db):
    """A live question that rests on clause 1.1 of a released guideline."""
    first = published_guideline("1.1")
    release_document(first, approved([first.digest]), by=None)
    version = edition_with_exam([{}]).entries.latest("position").version
    UnitText.objects.filter(version=version).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(version)
    return version.unit


def url(unit, name="reaffirm"):
    return reverse(f"desk:bank:{name}", args=[unit.key])


def answer_page(client, address):
    """Open the page, and say that the question is still right."""
    shown = client.get(address)
    read = shown.context["form"]["read"].value()
    assert f'value="{read}"' in shown.text
    given = {"reason": "Мерзім сол", "read": read}
    return client.post(address, given, follow=True)


def test_page_that_stood_open_answers_no_clause_that_changed_meanwhile(
    client, house, enter, unit
):
    enter(Role.TRAINER)
    changed_guideline("1.1", substantive=["1.1"])
    read = client.get(url(unit)).context["form"].initial.get("read", "")
    changed_guideline("1.1", substantive=["1.1"], words="Тағы")

    client.post(url(unit), {"reason": "Мерзім сол", "read": read})

    assert question_states.get_question_state(unit) == QuestionState.REVIEW
    answer_page(client, url(unit))
    assert question_states.get_question_state(unit) == QuestionState.LIVE


@pytest.mark.parametrize("read", ["9" * 5000, "9-9-x", ""])
def test_made_up_mark_of_what_was_read_answers_nothing_and_breaks_nothing(
    client, house, enter, unit, read
):
    enter(Role.TRAINER)
    changed_guideline("1.1", substantive=["1.1"])

    answer = client.post(url(unit), {"reason": "Мерзім сол", "read": read})

    assert answer.url == url(unit)
    assert question_states.get_question_state(unit) == QuestionState.REVIEW


def test_refused_page_is_shown_anew_and_then_answers(client, house, enter, unit):
    enter(Role.TRAINER)
    changed_guideline("1.1", substantive=["1.1"])
    given = {"reason": "Мерзім сол", "read": "1"}

    shown = client.post(url(unit), given, follow=True)
    assert [str(one) for one in shown.context["messages"]] == [
        "More has changed in the meantime. Read this page again, then continue."
    ]
    read = shown.context["form"]["read"].value()
    client.post(url(unit), given | {"read": read})

    assert question_states.get_question_state(unit) == QuestionState.LIVE


def test_word_about_one_wording_lands_on_no_other(client, house, enter, unit):
    enter(Role.TRAINER)
    old = unit.versions.get()
    newer = QuestionVersionFactory(
        version__unit=unit, version__number=old.number + 1
    ).version
    cite(newer, "MG-6 1.1")
    changed_guideline("1.1", substantive=["1.1"])
    read = client.get(url(unit)).context["form"]["read"].value()
    edition = unit.course.current_edition
    others = [one.version for one in edition.entries.exclude(version=old)]
    EditionFactory(
        course=unit.course, number=edition.number + 1, versions=[*others, newer]
    )

    answer = client.post(url(unit), {"reason": "Мерзім сол", "read": read})

    assert answer.url == url(unit)
    assert not Reaffirmed.objects.exists()


def test_question_whose_clauses_stand_has_nothing_to_reaffirm(
    client, house, enter, unit
):
    enter(Role.TRAINER)

    assert client.get(url(unit)).status_code == 404


def test_officer_does_not_reaffirm(client, house, enter, unit):
    enter(Role.MINISTRY_HR)
    changed_guideline("1.1", substantive=["1.1"])

    assert client.post(url(unit), {"reason": "Мерзім сол"}).status_code == 404
    assert question_states.get_question_state(unit) == QuestionState.REVIEW


def test_page_asks_for_a_sentence(client, house, enter, unit):
    enter(Role.TRAINER)
    changed_guideline("1.1", substantive=["1.1"])

    answer = client.post(url(unit), {"reason": " "})

    assert list(answer.context["form"].errors) == ["reason"]
    assert question_states.get_question_state(unit) == QuestionState.REVIEW


def test_list_and_version_say_stale_until_somebody_has_looked(
    client, house, enter, unit
):
    enter(Role.TRAINER)
    version = unit.versions.get()
    pages = [
        reverse("desk:bank:questions"),
        url(unit, "question"),
        reverse("content:version", args=[unit.course.slug, version.pk]),
    ]

    def said():
        return ["Stale" in client.get(page).text for page in pages]

    assert said() == [False, False, False]

    changed_guideline("1.1", substantive=["1.1"])
    assert said() == [True, True, True]
    assert "Заң өзгерді" in client.get(pages[2]).text

    answer_page(client, url(unit))
    assert said() == [False, False, False]
    assert "right under the newest clauses" in client.get(pages[2]).text


@pytest.mark.parametrize("role", [Role.TRAINER, Role.SAFEGUARD_REVIEWER])
def test_trainer_or_reviewer_says_that_it_is_still_right(
    client, house, enter, unit, role
):
    enter(role)
    changed_guideline("1.1", substantive=["1.1"])
    assert url(unit) in client.get(url(unit, "question")).content.decode()

    answer = answer_page(client, url(unit))

    assert [str(one) for one in answer.context["messages"]] == [
        "Saved. The question is asked again."
    ]
    assert question_states.get_question_state(unit) == QuestionState.LIVE


def test_trainer_who_is_to_update_the_course_is_told_of_the_second_person(
    client, house, enter, unit
):
    person = StaffMemberFactory(user=enter(Role.TRAINER))
    edition = unit.course.current_edition
    held(edition, learner=person, passed_on=timezone.localdate() - DAY)
    changed_guideline("1.1", substantive=["1.1"])

    answer = answer_page(client, url(unit))

    assert [str(one) for one in answer.context["messages"]] == [
        "Proposed. A second person will decide."
    ]
    assert question_states.get_question_state(unit) == QuestionState.REVIEW
