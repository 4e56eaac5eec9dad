"""A holder is given the task of an update, and does it."""

from datetime import date

import pytest

from courses.assessment.bank import question_quarantine
from courses.assessment.marks import attempt_marking
from courses.assessment.models import (
    Attempt,
    AttemptPurpose,
    LeakDecision,
    PaperVersion,
)
from courses.updates.errors import UpdateError
from courses.updates.models import UpdateDone
from courses.updates.update_tasks import (
    build_task_questions,
    list_changed_clauses,
    list_clause_changes,
    list_update_tasks,
)
from elearning.audit.models import Entry
from elearning.lrs.models import Statement
from tests.courses.updates.holders import (
    DUE,
    TODAY,
    confirm,
    enrolment_of,
    recheck,
    settled,
    start,
    task,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    PaperVersionFactory,
    answer,
    decide_leak,
    lift_quarantine,
    reaffirm,
)
from tests.factories.courses import EditionFactory
from tests.factories.updating import (
    DAY,
    change,
    cite,
    edition_citing,
    held,
    questions_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_vendor,
    pytest.mark.usefixtures("_english"),
]


def test_task_shows_the_changed_clause_it_rests_on_with_the_reason(certificate):
    change("1.1", "1.2")

    found = task(certificate)

    (part,) = list_changed_clauses(found, list_clause_changes(found))
    assert (str(part.change.clause), part.change.reason) == ("MG-6 1.1", "Заң өзгерді")
    words = [(piece.kind, piece.text) for piece in part.difference.lines[1]]
    assert words[:2] == [("del", "Мәтін"), ("ins", "Жаңа")]


@pytest.mark.parametrize("number", [1, 3])
def test_tasks_take_the_same_queries_for_many_courses(
    number, django_assert_num_queries
):
    holder = held(edition_citing("MG-6 1.1")).completion.learner
    for _number in range(number - 1):
        held(edition_citing("MG-6 1.1"), learner=holder)
    change("1.1")

    with django_assert_num_queries(3):
        assert len(list_update_tasks(holder, on=TODAY)) == number


def test_task_waits_while_its_questions_are_looked_at(certificate, edition):
    change("1.1")

    found = build_task_questions(task(certificate), on=TODAY)
    assert (found.questions, found.waits) == (0, True)
    with pytest.raises(UpdateError):
        confirm(certificate)
    with pytest.raises(UpdateError):
        start(certificate)

    recheck(edition)
    found = build_task_questions(task(certificate), on=TODAY)
    assert (found.questions, found.waits) == (2, False)


def quarantine(question, by):
    question_quarantine.quarantine_question(
        question.version.unit, reason="Leaked", by=by, at=NOW
    )


def test_questions_that_a_holder_quarantines_free_them_from_no_test(
    certificate, edition
):
    change("1.1")
    recheck(edition)
    one, two, *_others = questions_of(edition)
    quarantine(one, certificate.holder.user)

    with pytest.raises(UpdateError, match="A second person"):
        confirm(certificate)
    quarantine(two, certificate.holder.user)
    with pytest.raises(UpdateError, match="A second person"):
        confirm(certificate)
    with pytest.raises(UpdateError, match="still being prepared"):
        confirm(held(edition))

    with pytest.raises(UpdateError, match="A second person"):
        confirm(certificate, at=NOW + 30 * DAY)
    confirm(held(edition), at=NOW + 30 * DAY)


def test_test_does_not_begin_with_the_one_question_that_was_looked_at_first(
    certificate, edition
):
    change("1.1")
    one, two, *_others = questions_of(edition)

    def looked_at(question):
        reaffirm(question)
        found = build_task_questions(task(certificate), on=TODAY)
        return found.questions, found.waits

    assert (looked_at(one), looked_at(two)) == ((0, True), (2, False))


def test_questions_not_looked_at_for_30_days_hold_up_nobody(certificate):
    change("1.1")

    confirm(certificate, at=NOW + 30 * DAY)

    assert certificate.update_on(TODAY + 30 * DAY) is None


def test_course_without_questions_about_the_clause_asks_for_the_reading():
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1")

    confirm(certificate)

    assert UpdateDone.objects.get().attempt is None


def test_reading_is_not_enough_where_there_are_questions(certificate, edition):
    change("1.1")
    recheck(edition)

    with pytest.raises(UpdateError) as error:
        confirm(certificate)

    assert str(error.value) == (
        "There are now questions about these changes. Answer them."
    )
    assert not UpdateDone.objects.exists()


def test_nothing_is_done_for_who_has_nothing_to_update(certificate):
    with pytest.raises(UpdateError) as error:
        confirm(certificate, seen="")

    assert str(error.value).startswith("There is nothing to update here.")


def test_page_from_before_another_change_confirms_nothing():
    certificate = held(edition_citing("MG-6 1.1"))
    change("1.1")
    seen = task(certificate).seen
    change("1.1", words="Тағы")

    with pytest.raises(UpdateError) as error:
        confirm(certificate, seen=seen)

    assert str(error.value).startswith("More has changed in the meantime.")
    assert not UpdateDone.objects.exists()


def test_test_asks_only_about_the_changed_clauses(certificate, edition):
    change("1.1")
    recheck(edition)

    attempt = start(certificate)

    assert attempt.purpose == AttemptPurpose.UPDATE
    asked_of = {item.question for item in attempt.items.select_related("question")}
    assert asked_of == set(questions_of(edition)[:2])
    assert start(certificate) == attempt


def test_test_asks_five_questions_of_many():
    edition = edition_citing("MG-6 1.1", asked=8, questions=8)
    certificate = held(edition)
    change("1.1")
    for question in questions_of(edition):
        reaffirm(question)

    assert start(certificate).items.count() == 5


def test_failed_test_changes_nothing_and_may_be_repeated(certificate, edition):
    change("1.1")
    recheck(edition)
    first = start(certificate)
    answer(first, wrong=(1, 2))
    attempt_marking.mark_attempt(first, at=NOW + DAY / 24, by=certificate.holder.user)

    assert certificate.update_on(TODAY) == DUE
    with pytest.raises(UpdateError, match="open again on"):
        start(certificate, at=NOW + DAY / 12)
    again = start(certificate, at=NOW + 2 * DAY)
    assert (again.number, again.pk != first.pk) == (2, True)


def later_edition(edition, **paper):
    """The next edition: the same questions under another exam."""
    exam = edition.entries.get(version__unit__kind="exam").version
    newer = PaperVersionFactory(version__unit=exam.unit, version__number=2, **paper)
    kept = [one.version for one in edition.entries.exclude(version=exam)]
    EditionFactory(
        course=edition.course,
        number=edition.number + 1,
        versions=[*kept, newer.version],
    )


@pytest.mark.parametrize(
    ("older", "newer"), [("full", "result"), ("answers", "full"), ("full", "full")]
)
def test_test_shows_no_more_than_the_exam_of_then_and_that_of_now(older, newer):
    edition = edition_citing("MG-6 1.1", asked=2, review=older)
    certificate = held(edition)
    change("1.1")
    recheck(edition)
    attempt = start(certificate)
    answer(attempt, wrong=(1,))
    later_edition(edition, review=newer)

    attempt_marking.mark_attempt(attempt, at=NOW + DAY / 24, by=certificate.holder.user)

    reviews = PaperVersion.Review.values
    assert attempt.review == min(older, newer, key=reviews.index)


@pytest.mark.parametrize(("older", "newer"), [(24, 72), (72, 24)])
def test_test_waits_as_long_as_the_longer_of_both_exams(older, newer):
    edition = edition_citing("MG-6 1.1", asked=2, waiting_hours=[older])
    certificate = held(edition)
    change("1.1")
    recheck(edition)
    first = start(certificate)
    answer(first, wrong=(1, 2))
    attempt_marking.mark_attempt(first, at=NOW, by=certificate.holder.user)
    later_edition(edition, waiting_hours=[newer])

    with pytest.raises(UpdateError, match="open again on"):
        start(certificate, at=NOW + 2 * DAY)
    assert start(certificate, at=NOW + 3 * DAY).number == 2


def test_passed_test_makes_the_certificate_valid_as_before(certificate, edition):
    change("1.1")
    recheck(edition)
    attempt = start(certificate)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=NOW + DAY / 24, by=certificate.holder.user)

    done = UpdateDone.objects.get()
    assert (done.learner, done.course, done.attempt, done.done_on) == (
        certificate.holder,
        edition.course,
        attempt,
        TODAY,
    )
    assert certificate.update_on(TODAY) is None
    assert certificate.state_on(date(2028, 3, 2)) == "valid"
    assert certificate.state_on(date(2028, 3, 3)) == "expired"
    assert Entry.objects.filter(
        action="updating.done", person=done.learner.key
    ).exists()
    assert not Attempt.objects.filter(enrolment=enrolment_of(certificate)).exists()


def test_update_is_told_once_with_the_clauses_and_no_name(certificate):
    change("1.1", "1.2")
    settled(certificate)

    rows = [one.content for one in Statement.objects.all()]
    (told,) = [one for one in rows if one["verb"]["id"].endswith("/verbs/updated")]
    extensions = {
        key[-5:]: value for key, value in told["context"]["extensions"].items()
    }
    assert extensions["cites"] == ["MG-6 1.1", "MG-6 1.2"]
    assert certificate.holder.family_name not in str(told)


def test_nobody_sees_updates_outside_her_remit(certificate):
    change("1.1")
    settled(certificate)

    assert UpdateDone.objects.visible_to(certificate.holder.user).count() == 1
    assert not UpdateDone.objects.visible_to(UserFactory()).exists()


def changed_twice(first, second):
    """A holder of a course under two clauses, of which the second changed 40 days later.

    So many questions cite each; a trainer has looked at the first ones alone.
    """
    edition = edition_citing("MG-6 1.1", "MG-6 1.2", questions=first + second)
    asked = questions_of(edition)
    for number, question in enumerate(asked):
        cite(question.version, "MG-6 1.1" if number < first else "MG-6 1.2")
    certificate = held(edition)
    change("1.1")
    looked_at(asked[:first])
    change("1.2", words="Тағы", at=NOW + 40 * DAY)
    return certificate, asked


def looked_at(questions, at=NOW):
    for question in questions:
        reaffirm(question, at=at)


def handed_in(attempt, at):
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=at, by=attempt.enrolment.learner.user)


def test_certificate_expires_by_no_wait_for_the_questions_of_a_later_change():
    certificate, asked = changed_twice(3, 2)
    day = NOW + 44 * DAY
    found = task(certificate, on=day.date())
    assert (len(found.updates), len(found.later)) == (1, 1)

    attempt = start(certificate, at=day, seen=found.seen)
    handed_in(attempt, day + DAY / 24)

    assert {one.question for one in attempt.items.all()} == set(asked[:3])
    assert certificate.state_on(TODAY + 46 * DAY) != "expired"
    assert certificate.update_on(day.date()) == TODAY + 85 * DAY


def test_later_change_is_not_done_with_the_questions_of_an_earlier_one():
    certificate, asked = changed_twice(3, 2)
    day = NOW + 44 * DAY
    handed_in(
        start(certificate, at=day, seen=task(certificate, on=day.date()).seen), day
    )

    seen = task(certificate, on=day.date()).seen
    with pytest.raises(UpdateError):
        confirm(certificate, at=day, seen=seen)
    looked_at(asked[3:], at=day)

    attempt = start(certificate, at=day, seen=seen)
    assert {one.question for one in attempt.items.all()} == set(asked[3:])


def test_quarantine_during_a_later_change_holds_up_no_earlier_one():
    certificate, asked = changed_twice(3, 2)
    day = NOW + 44 * DAY
    question_quarantine.quarantine_question(
        asked[0].version.unit, reason="Leaked", by=UserFactory(), at=day
    )

    seen = task(certificate, on=day.date()).seen
    assert start(certificate, at=day, seen=seen).items.count() == 2


def test_both_changes_are_asked_in_one_test_once_both_are_looked_at():
    certificate, asked = changed_twice(3, 2)
    looked_at(asked[3:], at=NOW + 41 * DAY)
    day = NOW + 44 * DAY

    found = task(certificate, on=day.date())
    assert (len(found.updates), len(found.later)) == (2, 0)
    attempt = start(certificate, at=day, seen=found.seen)
    assert {one.question for one in attempt.items.all()} == set(asked)


def quarantined_by(certificate, questions, on):
    """Have the holder quarantine ``questions`` so many days after the change."""
    at = NOW + on * DAY
    for question in questions:
        question_quarantine.quarantine_question(
            question.version.unit, reason="Leaked", by=certificate.holder.user, at=at
        )
    return at + DAY


@pytest.mark.parametrize("on", [29, 30, 100])
def test_nobody_is_freed_of_their_test_by_their_own_quarantine(
    certificate, edition, on
):
    change("1.1")
    recheck(edition)
    colleague = held(edition)
    day = quarantined_by(certificate, questions_of(edition)[:2], on)
    seen = task(certificate, on=day.date()).seen

    for at in (day, day + 100 * DAY):
        found = build_task_questions(task(certificate, on=at.date()), on=at.date())
        assert (found.pool, found.questions, found.waits) == (None, 0, True)
        for act in (confirm, start):
            with pytest.raises(UpdateError, match="A second person"):
                act(certificate, at=at, seen=seen)

    assert not UpdateDone.objects.exists()
    confirm(colleague, at=day + DAY, seen=seen)


@pytest.mark.parametrize("on", [29, 30, 100])
def test_nobody_shortens_their_test_by_their_own_quarantine(certificate, edition, on):
    change("1.1")
    recheck(edition)
    colleague = held(edition)
    one, *_others = questions_of(edition)
    day = quarantined_by(certificate, [one], on)
    seen = task(certificate, on=day.date()).seen

    with pytest.raises(UpdateError, match="A second person"):
        start(certificate, at=day, seen=seen)
    assert start(colleague, at=day + DAY, seen=seen).items.count() == 1


def test_nobody_is_freed_of_their_test_by_a_quarantine_before_the_change(
    certificate, edition
):
    one, two, *_others = questions_of(edition)
    quarantined_by(certificate, [one, two], -1)
    change("1.1")

    with pytest.raises(UpdateError, match="A second person"):
        confirm(certificate, at=NOW + 31 * DAY)


def uphold(question, by, at):
    decide_leak(question.version.unit, LeakDecision.Decision.STAND, by=by, at=at)


def lift(question, by, at):
    lift_quarantine(question.version.unit, by=by, at=at)


@pytest.mark.parametrize("settle", [uphold, lift])
def test_quarantine_holds_up_its_author_until_a_second_person_has_looked(
    certificate, edition, settle
):
    change("1.1")
    recheck(edition)
    one, *_others = questions_of(edition)
    day = quarantined_by(certificate, [one], 31)
    seen = task(certificate, on=day.date()).seen
    uphold(one, certificate.holder.user, day)
    with pytest.raises(UpdateError, match="A second person"):
        start(certificate, at=day, seen=seen)

    settle(one, UserFactory(), day)

    expected = {uphold: 1, lift: 2}[settle]
    assert start(certificate, at=day, seen=seen).items.count() == expected


def test_own_quarantine_about_one_change_holds_up_no_other_one():
    certificate, asked = changed_twice(3, 2)
    looked_at(asked[3:], at=NOW + 41 * DAY)
    day = quarantined_by(certificate, asked[3:4], 43)

    found = task(certificate, on=day.date())
    assert (len(found.updates), len(found.later), found.is_held_back) == (1, 1, True)
    attempt = start(certificate, at=day, seen=found.seen)
    assert {one.question for one in attempt.items.all()} == set(asked[:3])
