"""Nobody alone changes which questions an exam asks, and nobody who is to sit it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from courses.assessment.bank import (
    question_leaks,
    question_quarantine,
    question_states,
    review_tasks,
    stale_questions,
)
from courses.assessment.errors import QuestionBankError
from courses.assessment.models import (
    LeakDecision,
    QuestionState,
    StateChange,
    StateDecision,
    StateProposal,
)
from courses.assessment.papers import question_draw
from courses.models import Unit
from courses.updates import update_demands
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.decisions import OutdatedPageError
from elearning.notices.models import Notice
from tests.factories import assessment
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    edition_with_exam,
    lift_quarantine,
    put_in_state,
)
from tests.factories.compliance import ExemptionFactory, PassFactory, RequirementFactory
from tests.factories.courses import CourseRemitFactory, EditionFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory
from tests.factories.updating import (
    DAY,
    change,
    cite,
    edition_citing,
    guideline,
    held,
    questions_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_vendor,
    pytest.mark.usefixtures("english"),
]

LATER = NOW + timedelta(hours=1)

migration = import_module("courses.assessment.migrations.0009_changes_before_proposals")


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def second():
    return UserFactory(roles=[Role.SAFEGUARD_REVIEWER])


@pytest.fixture
def edition():
    return edition_with_exam([{}] * 5)


@pytest.fixture
def question(edition):
    return Unit.objects.filter(course=edition.course, kind="question").first()


def propose(unit, state, by, reason="Себеп"):
    return question_states.change_question_state(
        unit, state, reason=reason, by=by, at=NOW
    )


def decide(proposal, by, *, confirmed=True, reason="Иә", expected=None):
    mark = question_states.build_proposal_mark
    return question_states.decide_state_proposal(
        proposal,
        is_confirmed=confirmed,
        reason=reason,
        expected=mark(proposal) if expected is None else expected,
        by=by,
        at=LATER,
    )


def withdraw(proposal, by, *, reason="Жоқ", expected=None):
    mark = question_states.build_proposal_mark
    return question_states.withdraw_state_proposal(
        proposal,
        reason=reason,
        expected=mark(proposal) if expected is None else expected,
        by=by,
        at=LATER,
    )


def enrolled(user, course):
    EnrolmentFactory(learner=StaffMemberFactory(user=user), edition__course=course)


def obliged(user, course):
    person = StaffMemberFactory(user=user)
    rule = RequirementFactory(course=course)
    AppointmentFactory(staff_member=person, post=rule.post)
    return person


def test_one_trainer_alone_does_not_weaken_the_exam_that_is_released(edition, trainer):
    for unit in Unit.objects.filter(course=edition.course, kind="question"):
        propose(unit, QuestionState.RETIRED, trainer)

    assert len(question_draw.build_live_pool(edition)) == 5
    assert not StateChange.objects.exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (QuestionState.LIVE, QuestionState.RETIRED),
        (QuestionState.LIVE, QuestionState.TRIAL),
        (QuestionState.RETIRED, QuestionState.LIVE),
        (QuestionState.REVIEW, QuestionState.RETIRED),
        (QuestionState.REVIEW, QuestionState.TRIAL),
        (QuestionState.DRAFT, QuestionState.RETIRED),
        (QuestionState.DRAFT, QuestionState.TRIAL),
    ],
)
def test_what_an_exam_asks_waits_for_a_second_person(
    question, trainer, second, before, after
):
    if before == QuestionState.DRAFT:
        question = QuestionVersionFactory().version.unit
    elif before == QuestionState.REVIEW:
        StateChange.objects.create(unit=question, state=before, reason="Қате", at=NOW)
    elif before != QuestionState.LIVE:
        put_in_state(question, before)

    proposal = propose(question, after, trainer)
    waited = question_states.get_question_state(question)
    decide(proposal, second)

    assert (waited, question_states.get_question_state(question)) == (before, after)
    fact = question.state_changes.latest("pk")
    assert (fact.by, fact.confirmed_by, fact.reason) == (trainer, second, "Себеп")
    proposed, confirmed = Entry.objects.filter(
        action__startswith="assessment.question_state_", by__in=[trainer, second]
    ).order_by("pk")
    assert (proposed.by, proposed.reason) == (trainer, "Себеп")
    assert (confirmed.by, confirmed.reason) == (second, "Иә")
    assert confirmed.details["proposed_by"] == trainer.pk


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (QuestionState.TRIAL, QuestionState.RETIRED),
        (QuestionState.RETIRED, QuestionState.TRIAL),
    ],
)
def test_what_no_exam_counts_is_changed_by_one_person(question, trainer, before, after):
    put_in_state(question, before)

    assert propose(question, after, trainer) is None
    assert question_states.get_question_state(question) == after


def test_proposer_decides_nothing_and_a_second_decision_does_not_exist(
    question, trainer, second
):
    proposal = propose(question, QuestionState.RETIRED, trainer)

    for refused in (
        lambda: decide(proposal, trainer),
        lambda: decide(proposal, trainer, confirmed=False),
        lambda: decide(proposal, second, reason=" "),
        lambda: propose(question, QuestionState.TRIAL, second),
    ):
        with pytest.raises(QuestionBankError):
            refused()
    decide(proposal, second, confirmed=False)
    with pytest.raises(QuestionBankError):
        decide(proposal, second)

    assert question_states.get_question_state(question) == QuestionState.LIVE
    assert StateDecision.objects.get().outcome == "declined"
    told = Notice.objects.get(kind="question-state-decided")
    assert (told.user, told.url) == (trainer, f"/desk/questions/{question.key}/")


def test_proposal_is_taken_back_by_its_proposer_alone(question, trainer, second):
    proposal = propose(question, QuestionState.RETIRED, trainer)

    with pytest.raises(QuestionBankError):
        withdraw(proposal, second)
    withdraw(proposal, trainer, reason="Қателестім")

    assert not StateProposal.objects.waiting().exists()
    assert propose(question, QuestionState.TRIAL, trainer)


@pytest.mark.parametrize("end", ["confirm", "decline", "withdraw"])
def test_nobody_ends_another_proposal_than_the_one_they_read(
    question, trainer, second, end
):
    first = propose(question, QuestionState.TRIAL, trainer)
    read = question_states.build_proposal_mark(first)
    withdraw(first, trainer)
    other = propose(question, QuestionState.RETIRED, trainer)

    for mark in (read, ""):
        with pytest.raises(OutdatedPageError, match="Another proposal is waiting now"):
            if end == "withdraw":
                withdraw(other, trainer, expected=mark)
            else:
                decide(other, second, confirmed=end == "confirm", expected=mark)

    assert StateProposal.objects.waiting().get() == other
    assert question_states.get_question_state(question) == QuestionState.LIVE


def test_nobody_confirms_past_a_clause_that_changed_while_they_read(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    unit = one.version.unit
    proposal = question_states.change_question_state(
        unit, QuestionState.LIVE, reason="Керек", exception=True, by=trainer, at=NOW
    )
    read = question_states.build_proposal_mark(proposal)
    change("1.1", words="Тағы", at=timezone.now())

    with pytest.raises(OutdatedPageError):
        decide(proposal, second, expected=read)

    assert question_states.get_question_state(unit) == QuestionState.REVIEW


def test_what_was_proposed_for_another_state_is_confirmed_no_more(
    question, trainer, second
):
    proposal = propose(question, QuestionState.TRIAL, trainer)
    question_quarantine.quarantine_question(
        question, reason="Тарады", by=trainer, at=NOW
    )

    with pytest.raises(QuestionBankError, match="state of the question has changed"):
        decide(proposal, second)

    assert question_states.get_question_state(question) == QuestionState.QUARANTINED


@pytest.mark.parametrize("bind", [enrolled, obliged])
def test_whoever_has_the_exam_before_them_changes_nothing_in_it(
    question, trainer, second, bind
):
    bind(trainer, question.course)
    waits = propose(question, QuestionState.RETIRED, second)

    for refused in (
        lambda: propose(question, QuestionState.TRIAL, trainer),
        lambda: decide(waits, trainer),
        lambda: decide(waits, trainer, confirmed=False),
        lambda: question_quarantine.quarantine_question(
            question, reason="Тарады", by=trainer, at=NOW
        ),
        lambda: stale_questions.reaffirm_question(
            question.versions.get().question,
            read=[],
            reason="Дұрыс",
            by=trainer,
            at=NOW,
        ),
    ):
        with pytest.raises(
            QuestionBankError, match="still have to take this course's exam"
        ):
            refused()
    question_quarantine.quarantine_question(
        question, reason="Тарады", by=second, at=NOW
    )
    with pytest.raises(
        QuestionBankError, match="still have to take this course's exam"
    ):
        lift_quarantine(question, reason="Жоқ", by=trainer, at=NOW)

    assert question_states.get_question_state(question) == QuestionState.QUARANTINED


def test_proposer_who_has_the_exam_before_them_since_gains_nothing(
    question, trainer, second
):
    proposal = propose(question, QuestionState.RETIRED, trainer)
    enrolled(trainer, question.course)

    with pytest.raises(
        QuestionBankError, match="now has to take the exam of the course"
    ):
        decide(proposal, second)

    assert question_states.get_question_state(question) == QuestionState.LIVE
    decide(proposal, second, confirmed=False)


@pytest.mark.parametrize("settle", ["passed", "exempt"])
def test_trainer_who_holds_the_course_of_their_post_looks_after_its_questions(
    question, trainer, settle
):
    person = obliged(trainer, question.course)
    if settle == "passed":
        PassFactory(
            learner=person, course=question.course, passed_on=timezone.localdate()
        )
    else:
        ExemptionFactory(staff_member=person, course=question.course)

    question_quarantine.quarantine_question(
        question, reason="Тарады", by=trainer, at=NOW
    )

    assert question_states.get_question_state(question) == QuestionState.QUARANTINED


def test_quarantine_is_told_to_whoever_trains_or_reviews_the_course(
    question, trainer, second
):
    colleague = UserFactory(roles=[Role.TRAINER])
    CourseRemitFactory(user=UserFactory(roles=[Role.TRAINER]))  # of another course
    UserFactory(roles=[Role.MINISTRY_HR])

    question_quarantine.quarantine_question(
        question, reason="Тарады", by=trainer, at=NOW
    )

    told = Notice.objects.filter(kind="question-quarantined")
    assert {one.user for one in told} == {second, colleague}
    assert {one.context["code"] for one in told} == {question.course.code}


def changed_under(user, *, by_post):
    """The questions of a course that ``user`` holds, under a clause that has changed."""
    guideline("1.1", "1.2")
    edition = edition_citing("MG-6 1.1", asked=2)
    add = obliged if by_post else lambda who, _course: StaffMemberFactory(user=who)
    person = add(user, edition.course)
    held(edition, learner=person, passed_on=timezone.localdate() - DAY)
    change("1.1", at=timezone.now())
    return questions_of(edition)


def reaffirm(question, by):
    return assessment.reaffirm(question, by=by, at=timezone.now())


@pytest.mark.parametrize("state", [QuestionState.RETIRED, QuestionState.TRIAL])
def test_whoever_has_an_open_update_takes_no_question_of_its_test_away_alone(
    trainer, second, state
):
    one, *_others = changed_under(trainer, by_post=True)
    unit = one.version.unit

    proposal = propose(unit, state, trainer)

    assert question_states.get_question_state(unit) == QuestionState.REVIEW
    decide(proposal, second)
    assert question_states.get_question_state(unit) == state


def test_task_about_a_clause_is_closed_by_no_word_while_its_question_waits(
    trainer, second
):
    one, *_others = changed_under(trainer, by_post=True)
    unit, task = one.version.unit, one.review_tasks.get()

    def close():
        return review_tasks.close_review_task(task, reason="Жоқ", by=trainer, at=NOW)

    with pytest.raises(QuestionBankError, match="still right under the new text"):
        close()
    question_quarantine.quarantine_question(unit, reason="Тарады", by=trainer, at=NOW)
    with pytest.raises(QuestionBankError, match="still right under the new text"):
        close()
    lift_quarantine(unit, reason="Жоқ", by=second, at=NOW)
    decide(propose(unit, QuestionState.RETIRED, trainer), second)

    assert close()


@pytest.mark.parametrize("by_post", [True, False])
def test_whoever_has_an_open_update_brings_its_questions_back_with_a_second_person(
    trainer, second, by_post
):
    one, two, *_others = changed_under(trainer, by_post=by_post)
    unit, other = one.version.unit, two.version.unit

    proposal = reaffirm(one, trainer)
    waited = question_states.get_question_state(unit)
    decide(proposal, second)

    assert (waited, question_states.get_question_state(unit)) == (
        QuestionState.REVIEW,
        QuestionState.LIVE,
    )
    fact = unit.state_changes.latest("pk")
    assert (fact.by, fact.confirmed_by, fact.is_exception) == (trainer, second, False)
    assert one.version.reaffirmed.get().by == trainer
    assert not one.review_tasks.open().exists()
    assert reaffirm(two, second) == other.state_changes.latest("pk")
    assert question_states.get_question_state(other) == QuestionState.LIVE


def test_open_update_alone_keeps_nobody_from_looking_after_questions(trainer, second):
    one, two, three, _four = changed_under(trainer, by_post=True)

    question_quarantine.quarantine_question(
        one.version.unit, reason="Тарады", by=trainer, at=NOW
    )
    question_quarantine.quarantine_question(
        two.version.unit, reason="Тарады", by=second, at=NOW
    )
    lift_quarantine(two.version.unit, reason="Жоқ", by=trainer, at=NOW)

    assert (
        question_states.get_question_state(one.version.unit)
        == QuestionState.QUARANTINED
    )
    assert propose(three.version.unit, QuestionState.RETIRED, trainer)


def decline(proposal, trainer, second):
    decide(proposal, second, confirmed=False)


def take_back(proposal, trainer, second):
    withdraw(proposal, trainer)


@pytest.mark.parametrize("end", [decline, take_back])
def test_word_of_somebody_with_an_open_update_counts_for_nothing_unless_confirmed(
    trainer, second, end
):
    one, *_others = changed_under(trainer, by_post=True)
    unit = one.version.unit

    end(reaffirm(one, trainer), trainer, second)

    assert not one.version.reaffirmed.exists()
    assert one.review_tasks.open().exists()
    with pytest.raises(QuestionBankError, match=r"MG-6 1\.1"):
        propose(unit, QuestionState.LIVE, trainer)


def test_quarantined_question_is_reaffirmed_by_two_and_lifted_into_the_draw_by_two(
    trainer, second
):
    one, *_others = changed_under(trainer, by_post=True)
    unit, colleague = one.version.unit, UserFactory(roles=[Role.TRAINER])
    question_quarantine.quarantine_question(
        unit, reason="Тарады", by=colleague, at=timezone.now()
    )

    proposal = reaffirm(one, trainer)
    assert not one.version.reaffirmed.exists()
    decide(proposal, second)

    assert one.version.reaffirmed.exists()
    assert question_states.get_question_state(unit) == QuestionState.QUARANTINED


def test_quarantine_of_a_live_question_is_lifted_by_no_open_update_alone(
    edition, trainer, second
):
    person = obliged(trainer, edition.course)
    held(edition, learner=person, passed_on=timezone.localdate() - DAY)
    unit = questions_of(edition)[0].version.unit
    EditionFactory(
        course=edition.course,
        number=edition.number + 1,
        versions=[one.version for one in edition.entries.all()],
        material_reason="Жаңа ереже",
    )
    update_demands.create_course_demands(edition.course.current_edition, by=None)
    question_quarantine.quarantine_question(unit, reason="Тарады", by=second, at=NOW)

    proposal = lift_quarantine(unit, reason="Жоқ", by=trainer, at=LATER)

    assert question_states.get_question_state(unit) == QuestionState.QUARANTINED
    decide(proposal, second)
    assert question_states.get_question_state(unit) == QuestionState.LIVE


def test_word_about_a_clause_covers_no_change_that_came_after_it(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    proposal = reaffirm(one, trainer)
    change("1.1", words="Тағы", at=timezone.now())

    with pytest.raises(QuestionBankError, match="changed in substance"):
        decide(proposal, second)

    assert not one.version.reaffirmed.exists()


def test_word_about_a_clause_covers_no_release_that_was_under_way_meanwhile(
    trainer, second
):
    one, *_others = changed_under(trainer, by_post=True)
    before = timezone.now()
    proposal = reaffirm(one, trainer)
    change("1.1", words="Тағы", at=before)

    with pytest.raises(QuestionBankError, match="changed in substance"):
        decide(proposal, second)

    assert not one.version.reaffirmed.exists()


def reword(question):
    """Have exams ask a newer version of ``question``, written before its clause changed."""
    unit = question.version.unit
    newer = QuestionVersionFactory(
        version__unit=unit, version__number=2, outcome=question.outcome
    )
    edition = unit.course.current_edition
    others = edition.entries.exclude(version__unit=unit)
    versions = [newer.version, *(entry.version for entry in others)]
    EditionFactory(course=unit.course, number=edition.number + 1, versions=versions)
    cite(newer.version, "MG-6 1.1")


def test_word_about_a_wording_covers_no_newer_one_that_exams_ask_since(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    proposal = reaffirm(one, trainer)
    reword(one)

    with pytest.raises(QuestionBankError, match="another version"):
        decide(proposal, second)

    assert not one.version.reaffirmed.exists()
    assert question_states.get_question_state(one.version.unit) == QuestionState.REVIEW


@pytest.mark.parametrize("by", ["trainer", "second"])
def test_wording_that_exams_no_longer_ask_is_not_reaffirmed(trainer, request, by):
    one, *_others = changed_under(trainer, by_post=True)
    reword(one)

    with pytest.raises(QuestionBankError, match="another version"):
        reaffirm(one, request.getfixturevalue(by))

    assert not one.version.reaffirmed.exists()


def test_question_is_reaffirmed_by_no_second_word_while_another_one_waits(trainer):
    one, *_others = changed_under(trainer, by_post=True)
    question_states.change_question_state(
        one.version.unit,
        QuestionState.LIVE,
        reason="Керек",
        exception=True,
        by=trainer,
        at=NOW,
    )

    with pytest.raises(QuestionBankError, match="already waiting for a decision"):
        reaffirm(one, trainer)

    assert question_states.get_question_state(one.version.unit) == QuestionState.REVIEW


def test_question_for_practice_is_reaffirmed_by_whoever_has_the_exam_before_them(
    trainer,
):
    guideline("1.1", "1.2")
    practice = QuestionVersionFactory(for_practice=True)
    edition = EditionFactory(
        course=practice.version.unit.course, versions=[practice.version]
    )
    cite(practice.version, "MG-6 1.1")
    EnrolmentFactory(learner=StaffMemberFactory(user=trainer), edition=edition)
    change("1.1")

    assert reaffirm(practice, trainer) is None
    assert not practice.review_tasks.open().exists()


def leak(unit, by, at=NOW):
    return question_quarantine.quarantine_question(unit, reason="Тарады", by=by, at=at)


def test_nobody_lifts_another_quarantine_than_the_one_they_read(
    question, trainer, second
):
    leak(question, trainer)
    read = question_quarantine.build_quarantine_mark(question)
    lift_quarantine(question)
    leak(question, UserFactory(), LATER)

    for mark in (read, ""):
        with pytest.raises(OutdatedPageError):
            question_quarantine.lift_quarantine(
                question, reason="Жоқ", expected=mark, by=second, at=LATER
            )

    assert question_states.get_question_state(question) == QuestionState.QUARANTINED


def test_nobody_decides_about_the_results_of_another_leak_than_they_read(
    question, trainer, second
):
    leak(question, trainer)
    read = question_quarantine.build_quarantine_mark(question)
    lift_quarantine(question)
    leak(question, trainer, LATER)

    with pytest.raises(OutdatedPageError):
        question_leaks.decide_leak(
            question,
            LeakDecision.Decision.STAND,
            reason="Себеп",
            expected=read,
            by=second,
            at=LATER,
        )

    assert not LeakDecision.objects.exists()


def test_proposed_lifting_is_confirmed_for_no_later_quarantine(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    unit, colleague = one.version.unit, UserFactory(roles=[Role.TRAINER])
    assessment.reaffirm(one, by=second, at=timezone.now())
    leak(unit, colleague)
    proposal = lift_quarantine(unit, by=trainer)
    assert isinstance(proposal, StateProposal)
    lift_quarantine(unit, by=second)
    leak(unit, colleague, LATER)

    for who in (colleague, second):
        with pytest.raises(
            QuestionBankError, match="state of the question has changed"
        ):
            decide(proposal, who)

    assert question_states.get_question_state(unit) == QuestionState.QUARANTINED


def test_state_that_has_come_back_since_confirms_no_older_proposal(
    question, trainer, second
):
    put_in_state(question, QuestionState.RETIRED)
    proposal = propose(question, QuestionState.LIVE, trainer)
    leak(question, second)
    lift_quarantine(question)

    with pytest.raises(QuestionBankError, match="state of the question has changed"):
        decide(proposal, second)

    assert question_states.get_question_state(question) == QuestionState.RETIRED


@pytest.mark.parametrize("confirmed", [True, False])
def test_proposal_from_before_counts_for_the_state_it_was_made_in(
    question, trainer, second, confirmed
):
    put_in_state(question, QuestionState.RETIRED)
    proposal = StateProposal.objects.create(
        unit=question,
        before=QuestionState.RETIRED,
        state=QuestionState.LIVE,
        reason="Себеп",
        proposed_by=trainer,
        proposed_at=NOW,
    )
    if not confirmed:
        leak(question, second, LATER)
        lift_quarantine(question, at=LATER)

    migration.add_newest_changes(apps, None)

    if confirmed:
        decide(proposal, second)
    else:
        with pytest.raises(QuestionBankError, match="has changed since"):
            decide(proposal, second)


def test_exception_covers_no_clause_that_changed_after_it_was_proposed(trainer, second):
    guideline("1.1", "1.2")
    one, *_others = questions_of(edition_citing("MG-6 1.1", asked=2))
    unit = one.version.unit
    put_in_state(unit, QuestionState.TRIAL)
    proposal = question_states.change_question_state(
        unit, QuestionState.LIVE, reason="Керек", exception=True, by=trainer, at=NOW
    )
    assert proposal.is_exception
    change("1.1", at=timezone.now())

    with pytest.raises(QuestionBankError, match="changed in substance"):
        decide(proposal, second)

    assert question_states.get_question_state(unit) == QuestionState.TRIAL


def test_exception_covers_what_spoke_against_it_when_it_was_proposed(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    unit = one.version.unit
    proposal = question_states.change_question_state(
        unit, QuestionState.LIVE, reason="Керек", exception=True, by=trainer, at=NOW
    )

    decide(proposal, second)

    assert question_states.get_question_state(unit) == QuestionState.LIVE


def test_word_that_names_no_changes_is_declined_alone(trainer, second):
    one, *_others = changed_under(trainer, by_post=True)
    unit = one.version.unit
    proposal = question_states.propose_question_state(
        StateProposal(
            unit=unit,
            before=QuestionState.REVIEW,
            state=QuestionState.LIVE,
            reason="Дұрыс",
            reaffirms=one,
        ),
        by=trainer,
        at=NOW,
    )

    with pytest.raises(QuestionBankError, match="Decline it"):
        decide(proposal, second)

    decide(proposal, second, confirmed=False)
    assert question_states.get_question_state(unit) == QuestionState.REVIEW
