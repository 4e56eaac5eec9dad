"""Guidelines at the gates of courses: a set time, an exception, the weight, who cannot read."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from courses.errors import LanguageExceptionError, ReleaseError
from courses.models import LanguageException, PlannedRelease, PlannedReleaseEnd
from courses.provisions import clause_weights
from courses.provisions.document_release import DocumentProposal
from courses.release import (
    language_exceptions,
    page_budget,
    planned_releases,
    proposal_approval,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.provisions import published_guideline

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

_Outcome = PlannedReleaseEnd.Outcome


def later(hours=1):
    return timezone.now() + timedelta(hours=hours)


def plan(version, *, by, seen=None, due=None):
    seen, due = seen or version.digest, due or later()
    return planned_releases.plan_release(version.document, due=due, by=by, seen=seen)


def missing(version):
    with translation.override("en"):
        return DocumentProposal(version.document, version).missing


@pytest.fixture
def trainer():
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def version():
    """A guideline that every gate lets pass."""
    version = published_guideline("1.1")
    approved([version.digest])
    return version


@pytest.mark.parametrize("fault", [{"due": -1}, {"seen": "another"}], ids=str)
def test_plan_for_the_past_or_of_another_text_is_refused(version, trainer, fault):
    if "due" in fault:
        fault = {"due": later(-1)}

    with pytest.raises(ReleaseError):
        plan(version, by=trainer, **fault)

    assert not PlannedRelease.objects.exists()
    assert Entry.objects.filter(action="courses.plan_refused").count() == 1


def test_guideline_that_nobody_approved_is_not_planned(trainer):
    with pytest.raises(ReleaseError):
        plan(published_guideline("1.1"), by=trainer)


def test_second_plan_is_refused_while_one_waits(version, trainer):
    plan(version, by=trainer)

    with pytest.raises(ReleaseError):
        plan(version, by=trainer)


def test_guideline_is_released_at_its_time_and_once(version, trainer):
    planned = plan(version, by=trainer)

    done = [planned_releases.run_due_releases(later(2)) for _tick in range(2)]

    edition = version.document.editions.get()
    assert done == [1, 0]
    assert (edition.version, edition.released_by) == (version, trainer)
    end = planned.end
    assert (end.outcome, end.edition, end.number) == (_Outcome.RELEASED, None, 1)


def test_what_changed_meanwhile_is_refused_and_the_planner_told(version, trainer):
    plan(version, by=trainer)
    newer = published_guideline("1.1", words="Басқа")
    approved([newer.digest])

    planned_releases.run_due_releases(later(2))

    notice = Notice.objects.get()
    assert not version.document.editions.exists()
    assert PlannedReleaseEnd.objects.get().outcome == _Outcome.REFUSED
    assert (notice.user, notice.context) == (trainer, {"code": "MG-6"})
    assert notice.url == f"/desk/release/guidelines/{version.document.slug}/"
    assert Entry.objects.filter(action="provisions.release_refused").count() == 1


def test_planner_who_may_not_release_any_more_releases_nothing(version, trainer):
    plan(version, by=trainer)
    trainer.groups.clear()

    planned_releases.run_due_releases(later(2))

    assert not version.document.editions.exists()


def test_exception_is_refused_where_the_languages_agree(version):
    with pytest.raises(LanguageExceptionError):
        ask(version)

    assert not LanguageException.objects.exists()


def ask(version, *, by=None):
    day = timezone.localdate() + timedelta(days=30)
    return language_exceptions.request_language_exception(
        version.document, reason="Аударма кешігеді.", until=day, by=by or UserFactory()
    )


def test_signed_exception_lets_the_languages_of_a_guideline_differ():
    version = published_guideline("1.1", languages=["kk"])
    person = UserFactory()
    asked = ask(version, by=person)
    with pytest.raises(LanguageExceptionError):
        language_exceptions.decide_language_exception(asked, sign=True, by=person)
    assert missing(version) == [
        "“Nelson Mandela Rules” is missing in: Русский. Translate and publish it."
    ]

    language_exceptions.decide_language_exception(asked, sign=True, by=UserFactory())

    approved([version.digest])
    edition = proposal_approval.release_proposal(
        version.document, by=UserFactory(), seen=version.digest
    )
    assert edition.version == version
    assert language_exceptions.list_unexcepted_gaps(version.document) == []


def test_exception_of_one_guideline_helps_no_other_and_falls():
    version = published_guideline("1.1", languages=["kk"])
    other = published_guideline("1.1", languages=["kk"], code="MG-7")
    asked = ask(version)
    language_exceptions.decide_language_exception(asked, sign=True, by=UserFactory())

    assert len(missing(other)) == 1
    LanguageException.objects.filter(pk=asked.pk).update(
        until=timezone.localdate() - timedelta(days=1)
    )
    assert missing(version) == [
        "“Nelson Mandela Rules” is missing in: Русский. Translate and publish it."
    ]


def test_guideline_over_the_budget_passes_with_a_reason_alone(settings):
    settings.PAGE_BUDGET_KB = 100
    version = published_guideline("1.1", size=101 * 1024)
    approved([version.digest])
    person = UserFactory()
    (refusal,) = missing(version)
    assert refusal == (
        "“Nelson Mandela Rules” is larger than 100 KB: kk 101 KB, ru 101 KB. Make its "
        "pictures smaller or divide it, or allow it with a reason."
    )
    with pytest.raises(ReleaseError):
        page_budget.waive_page_budget(version, reason=" ", by=person)

    page_budget.waive_page_budget(version, reason="Бөлінбейді.", by=person)

    entry = Entry.objects.get(action="courses.weight_allowed")
    assert (entry.by, entry.details) == (person, {"kilobytes": {"kk": 101, "ru": 101}})
    assert missing(version) == []
    newer = published_guideline("1.1", size=102 * 1024, words="Басқа")
    approved([newer.digest])
    assert len(missing(newer)) == 1


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("<h4>1</h4>", "skips a level"),
        ('<embed embedtype="image" id="1" alt=" ">', "has no description"),
        ("<img src=x>", "has no description"),
        ('<h3>1</h3><img src="x" alt="План">', ""),
    ],
)
def test_guideline_that_somebody_could_not_read_is_not_released(words, fault):
    version = published_guideline("1.1", words=words)
    approved([version.digest])

    found = missing(version)

    assert [fault in one for one in found] == ([True] if fault else [])


def release(version):
    """Weigh what changed, have it approved at each gate, and release it."""
    weigh(version)
    approved([version.digest])
    return proposal_approval.release_proposal(
        version.document, by=UserFactory(), seen=version.digest
    )


def weigh(version):
    found = clause_weights.list_clause_changes(version)
    said = {one.number: ("substantive", "Заң өзгерді.") for one in found}
    clause_weights.propose_clause_weights(version, said, by=UserFactory())


def test_clause_does_not_go_by_one_person(version, trainer):
    release(version)
    shorter = published_guideline("1.2", by=trainer)
    weigh(shorter)

    with pytest.raises(ReleaseError):
        proposal_approval.approve_proposal(
            shorter.document, by=trainer, seen=shorter.digest
        )
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(
            shorter.document, by=trainer, seen=shorter.digest
        )


def test_text_that_was_replaced_does_not_come_back_by_one_person(version, trainer):
    """Not even when what the change weighs was said before."""
    release(version)
    for words in ("Басқа", "Мәтін", "Басқа"):
        release(published_guideline("1.1", words=words))
    again = published_guideline("1.1", by=trainer)

    assert again.digest == version.digest
    assert len(missing(again)) == 2
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(
            again.document, by=trainer, seen=again.digest
        )
