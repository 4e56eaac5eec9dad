"""What is of no place and of no person: one thing of each kind, made when first asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from courses.acknowledgements.models import ReadingRule
from courses.assessment.bank import question_quarantine, question_states, review_tasks
from courses.assessment.corrections import key_corrections
from courses.assessment.marks import answer_moderation, attempt_marking
from courses.assessment.models import (
    PaperVersion,
    QuestionNumbers,
    QuestionState,
    ReviewTask,
)
from courses.assessment.statistics import tally_store
from courses.enquiries.models import Enquiry
from courses.models import PlannedRelease, Unit
from courses.records.export import export_jobs
from courses.release import safeguard_reviews
from elearning.accounts.roles import Role
from elearning.lrs.access import xapi_credentials
from elearning.lrs.models import CredentialScope, Statement, Target
from elearning.lrs.statements import statement_store
from elearning.staff.models import PostCategory, Rank
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRemitFactory,
    EditionFactory,
    EnrolmentFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.designs import DesignFactory
from tests.factories.lrs import AUTHORITY, statement
from tests.factories.open_answers import marked, open_item, trainer, written
from tests.factories.provisions import published_guideline, stale_lesson
from tests.factories.staff import RemitFactory
from tests.factories.statistics import LATER, asked_in, taken
from tests.factories.updating import change, edition_citing, guideline

_HEAVY = 10**9


@dataclass
class Service:
    """All that a door of the whole service leads to; somebody serves in ``post``."""

    post: Any

    # --- courses before their release -------------------------------------------------

    @cached_property
    def course(self):
        """A course whose proposed outline says what its edition says."""
        edition = EditionFactory()
        for entry in edition.entries.all():
            edition.course.proposed_entries.create(
                unit=entry.version.unit, position=entry.position
            )
        return edition.course

    @cached_property
    def version(self):
        return self.course.units.get().versions.get()

    @cached_property
    def plan(self):
        now = timezone.now()
        return self.course.planned_releases.create(digest="x", due=now, at=now)

    @cached_property
    def exception(self):
        facts = {"reason": "x", "until": timezone.localdate(), "at": timezone.now()}
        return self.course.language_exceptions.create(**facts)

    @cached_property
    def heavy(self):
        """A version over the budget, which nobody has let pass."""
        version = UnitVersionFactory(languages=[])
        for language in ("kk", "ru"):
            version.texts.create(
                language=language,
                title="x",
                reference="1",
                digest="x",
                structure="x",
                size=_HEAVY,
            )
        version.unit.course.proposed_entries.create(unit=version.unit, position=1)
        return version

    @cached_property
    def module(self):
        """A new module that waits for the safeguard reviewers."""
        unit = UnitFactory(course=CourseFactory(), kind=Unit.Kind.MODULE)
        UnitVersionFactory(unit=unit)
        unit.course.proposed_entries.create(unit=unit, position=1)
        return safeguard_reviews.list_review_subjects(unit.course)[0]

    @cached_property
    def stale(self):
        return stale_lesson()

    # --- guidelines -------------------------------------------------------------------

    @cached_property
    def guideline(self):
        """A guideline that waits for its release, which no other thing here rests on."""
        return published_guideline("1.1", code="MG-8", words="Күтеді", size=_HEAVY)

    @property
    def document(self):
        return self.guideline.document

    @cached_property
    def document_plan(self):
        now = timezone.now()
        code = self.document.code
        return PlannedRelease.objects.create(subject=code, digest="x", due=now, at=now)

    @cached_property
    def reading_rule(self):
        facts = {"document": self.document, "starts_on": timezone.localdate()}
        return ReadingRule.objects.create(post=self.post, **facts)

    # --- the bank ---------------------------------------------------------------------

    @cached_property
    def edition(self):
        return edition_with_exam([{}] * 4)

    @cached_property
    def asked(self):
        """The version of a question that people have answered."""
        taken(self.edition, "aaaa")
        tally_store.count_new_attempts(LATER)
        return asked_in(self.edition)[0]

    @property
    def question(self):
        return self.asked.version.unit

    @property
    def paper(self):
        return PaperVersion.objects.get(version__entries__edition=self.edition)

    @cached_property
    def leaked(self):
        question = asked_in(self.edition)[1].version.unit
        question_quarantine.quarantine_question(
            question, reason="x", by=UserFactory(), at=NOW
        )
        return question

    @cached_property
    def proposed(self):
        """A question for which a state waits for a second person."""
        question = asked_in(self.edition)[3].version.unit
        by = UserFactory()
        question_states.change_question_state(
            question, QuestionState.RETIRED, reason="x", by=by, at=NOW
        )
        return question

    @cached_property
    def rechecked(self):
        """A question that rests on a clause changed since."""
        guideline("1.1", code="MG-7")
        edition = edition_citing("MG-7 1.1", asked=1)
        change("1.1", among=("1.1",), code="MG-7")
        return asked_in(edition)[0].version.unit

    @cached_property
    def task(self):
        weak = {"n": 40, "facility": "0.5", "discrimination": "-0.2"}
        QuestionNumbers.objects.update_or_create(question=self.asked, defaults=weak)
        review_tasks.open_review_tasks(NOW)
        return ReviewTask.objects.get()

    @cached_property
    def correction(self):
        draft = key_corrections.draft_correction(asked_in(self.edition)[2], "full")
        return key_corrections.propose_correction(
            draft, reason="x", by=UserFactory(), at=NOW
        )

    # --- answers in own words ---------------------------------------------------------

    @cached_property
    def answer(self):
        return _handed_in(written())

    @cached_property
    def disputed(self):
        """An answer on which two trainers do not agree."""
        attempt = written(markers=2)
        item = _handed_in(attempt)
        for points in (0, 2):
            marked(attempt, points, points, by=trainer())
        return item

    @cached_property
    def aside(self):
        item = _handed_in(written())
        return answer_moderation.withhold_answer(
            item, reason="x", by=trainer(), at=LATER
        )

    @cached_property
    def enquiry(self):
        """What a learner asked about a lesson."""
        enrolment = EnrolmentFactory(edition=self.edition)
        version = self.edition.entries.get(position=1).version
        facts = {"block": "a", "language": "kk", "text": "x", "asked_at": NOW}
        return Enquiry.objects.create(enrolment=enrolment, version=version, **facts)

    # --- papers and structure -----------------------------------------------------------

    @cached_property
    def design(self):
        return DesignFactory()

    @cached_property
    def rule(self):
        return RequirementFactory()

    @cached_property
    def category(self):
        return PostCategory.objects.get_or_create(code="officers")[0]

    @cached_property
    def rank(self):
        return Rank.objects.get_or_create(code="captain")[0]

    @cached_property
    def remit(self):
        return RemitFactory()

    @cached_property
    def course_remit(self):
        return CourseRemitFactory(user=UserFactory(roles=[Role.TRAINER]))

    # --- the record store ---------------------------------------------------------------

    @cached_property
    def statement(self):
        statement_store.store_statements([statement()], authority=AUTHORITY)
        return Statement.objects.latest("pk")

    @cached_property
    def credential(self):
        return xapi_credentials.create_credential(
            "tests", [CredentialScope.READ]
        ).credential

    @cached_property
    def target(self):
        return Target.objects.create(name="s", endpoint="http://127.0.0.1:9/")

    @cached_property
    def export(self):
        return export_jobs.order_export("ndjson", None, None, by=None)


def _handed_in(attempt):
    attempt_marking.mark_attempt(attempt, at=LATER, by=attempt.enrolment.learner.user)
    return open_item(attempt)
