"""Two people at one changed clause, and a release while somebody looks at what it touches."""

import pytest
from django.utils import translation

from courses.assessment.bank import question_states, review_tasks, stale_questions
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    QuestionState,
    ReviewClosing,
    ReviewTask,
    StateChange,
)
from courses.errors import ReleaseError
from courses.models import Course, UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from courses.provisions.models import Clause, DocumentVersion, Reaffirmed
from courses.traceability.clause_impact import CitingGroup, build_clause_impact
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.assessment import NOW, edition_with_exam, put_in_state
from tests.factories.provisions import published_guideline, stale_keys, weighed
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting():
    """A guideline whose clause is changed in substance, and a question that rests on it."""
    first = published_guideline("1.1")
    release_document(first, approved([first.digest]), by=None)
    version = edition_with_exam([{}]).entries.latest("position").version
    UnitText.objects.filter(version=version).update(details={"cites": ["MG-6 1.1"]})
    citation_index.index_unit_version(version)
    changed = weighed(published_guideline("1.1", words="Жаңа"), "1.1")
    return changed, approved([changed.digest]), version.question


def refused(act, error):
    """Do it, and tell what was said where it was refused."""
    with translation.override("en"):
        try:
            act()
        except error as refusal:
            return str(refusal)
    return ""


def test_task_that_several_close_at_once_is_closed_once(waiting):
    version, approvals, question = waiting
    release_document(version, approvals, by=None)
    put_in_state(question.version.unit, QuestionState.RETIRED)
    task, users = ReviewTask.objects.get(), UserFactory.create_batch(6)

    said = race(
        lambda n: refused(
            lambda: review_tasks.close_review_task(
                task, reason=f"{n}", by=users[n], at=NOW
            ),
            QuestionBankError,
        )
    )

    assert sorted(said) == [""] + ["This task is already closed."] * 5
    assert ReviewClosing.objects.get().reason == str(said.index(""))
    assert Entry.objects.filter(action="assessment.review_closed").count() == 1


def test_question_that_several_reaffirm_at_once_is_reaffirmed_once(waiting):
    version, approvals, question = waiting
    release_document(version, approvals, by=None)
    users, read = UserFactory.create_batch(6), stale_keys(question.version)

    said = race(
        lambda n: refused(
            lambda: stale_questions.reaffirm_question(
                question, read=read, reason=f"{n}", by=users[n], at=NOW
            ),
            QuestionBankError,
        )
    )

    assert (
        sorted(said)
        == [""] + ["There is no changed clause here that needs an answer."] * 5
    )
    assert Reaffirmed.objects.get().reason == str(said.index(""))
    assert (
        question_states.get_question_state(question.version.unit) == QuestionState.LIVE
    )
    assert StateChange.objects.count() == 2


@pytest.mark.database_vendor
def test_task_that_one_closes_while_another_reaffirms_is_closed_once(waiting):
    version, approvals, question = waiting
    unit = question.version.unit
    put_in_state(unit, QuestionState.RETIRED)
    release_document(version, approvals, by=None)
    task, users = ReviewTask.objects.get(), UserFactory.create_batch(6)
    read = stale_keys(question.version)

    def act(number):
        if number % 2:
            return refused(
                lambda: review_tasks.close_review_task(
                    task, reason=f"{number}", by=users[number], at=NOW
                ),
                QuestionBankError,
            )
        return refused(
            lambda: stale_questions.reaffirm_question(
                question, read=read, reason=f"{number}", by=users[number], at=NOW
            ),
            QuestionBankError,
        )

    race(act)

    assert ReviewClosing.objects.filter(task=task).count() == 1
    assert Reaffirmed.objects.count() == 1


def test_release_while_others_look_shows_all_of_it_and_happens_once(waiting):
    version, approvals, question = waiting

    def act(number):
        if number < 2:
            fresh = DocumentVersion.objects.get(pk=version.pk)
            return refused(
                lambda: release_document(fresh, approvals, by=None),
                ReleaseError,
            )
        found = build_clause_impact(
            Clause.objects.filter(number="1.1"), Course.objects.all()
        )
        return [one.version for one in found.groups[CitingGroup.QUESTIONS]]

    released, looked = (said := race(act))[:2], said[2:]

    assert sorted(map(bool, released)) == [False, True]
    assert looked == [[question.version_id]] * 4
    assert ReviewTask.objects.count() == 1
    assert version.document.editions.count() == 2
