"""What there is of one person and one place: one thing of each kind that has an address.

Each is made when a door first asks for it. ``colleague`` is the personnel officer of the
place, whose drafts, lists, reports and keys are nobody else's.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from courses.assessment.attempts import extra_time
from courses.assessment.bank import question_quarantine
from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import attempt_marking
from courses.assessment.models import QuestionVersion, Regrading
from courses.classroom import session_registrations
from courses.compliance.models import RuleException
from courses.compliance.rule_changes import create_rule_draft
from courses.compliance.rule_preview import RuleChange
from courses.recognition import lesson_credits, scan_sanitiser, scan_store
from courses.recognition.models import CreditRule
from courses.reporting import report_runs, saved_reports
from courses.retention.models import PrivacyRequest
from elearning.accounts import account_changes
from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.api.models import AccessScope
from elearning.notices.models import Notice
from elearning.staff.models import Absence, Rank
from tests.courses.desk.certificates.papers import paper, proposed
from tests.courses.desk.exams.rooms import open_now, write
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.classroom import registered, session
from tests.factories.compliance import ExemptionFactory
from tests.factories.recognition import (
    ClaimFactory,
    certified,
    decided,
    photograph,
    proposed_correction,
)
from tests.factories.retention import held
from tests.factories.staff import AppointmentFactory, RemitFactory, StaffMemberFactory
from tests.factories.staff_lists import bring, csv_list, row

_REPORT = {"content": "people", "kind": "csv", "purpose": "Inspection"}


@dataclass
class Things:
    """All that is of ``place`` and of the person who works there under ``rule``."""

    place: Any
    rule: Any
    family_name: str

    @cached_property
    def appointment(self):
        return AppointmentFactory(
            establishment=self.place,
            post=self.rule.post,
            staff_member__family_name=self.family_name,
        )

    @property
    def person(self):
        return self.appointment.staff_member

    @cached_property
    def colleague(self):
        user = UserFactory(roles=[Role.FACILITY_HR])
        RemitFactory(user=user, establishment=self.place, starts_on=date(2020, 1, 1))
        return user

    @cached_property
    def account_change(self):
        return account_changes.propose_central_roles(
            self.person.user,
            roles=[Role.SAFEGUARD_REVIEWER],
            reason="x",
            by=UserFactory(roles=[Role.ADMINISTRATOR]),
            at=timezone.now(),
        )

    @cached_property
    def closed(self):
        return AppointmentFactory(
            establishment=self.place,
            post=self.rule.post,
            staff_member__family_name=self.family_name,
            staff_member__user__is_active=False,
        ).staff_member

    @cached_property
    def name_change(self):
        facts = {"former_name": self.person.full_name, "family_name": "Нұрланова"}
        facts |= {"given_name": "Айгүл", "reason": "x", "made_at": timezone.now()}
        return self.person.name_changes.create(**facts)

    # --- of her service ---------------------------------------------------------------

    @cached_property
    def planned(self):
        return AppointmentFactory(
            staff_member=self.person,
            establishment=self.place,
            starts_on=timezone.localdate() + timedelta(days=30),
        )

    @cached_property
    def absence(self):
        facts = {"kind": Absence.Kind.ILLNESS, "starts_on": date(2026, 1, 1)}
        return self.person.absences.create(**facts)

    @cached_property
    def rank_held(self):
        rank, _made = Rank.objects.get_or_create(code="captain")
        return self.person.ranks_held.create(rank=rank, starts_on=date(2026, 1, 1))

    @cached_property
    def line(self):
        facts = {"manager": StaffMemberFactory(), "starts_on": date(2026, 1, 1)}
        return self.person.reporting.create(**facts)

    # --- of rules ---------------------------------------------------------------------

    @cached_property
    def exemption(self):
        return ExemptionFactory(staff_member=self.person, course=self.rule.course)

    @cached_property
    def long_exemption(self):
        until = timezone.localdate() + timedelta(days=300)
        facts = {"ends_on": until, "alone_until": until, "approved_by": UserFactory()}
        wanted = {"staff_member": self.person, "course": self.rule.course}
        return ExemptionFactory(**wanted, **facts)

    @cached_property
    def rule_exception(self):
        return RuleException.objects.create(
            requirement=self.rule,
            learner=self.person,
            ground=RuleException.Ground.AWAY,
            found_at=timezone.now(),
        )

    @cached_property
    def draft(self):
        return create_rule_draft(
            RuleChange(timezone.localdate(), old=self.rule), by=self.colleague
        )

    # --- of training ------------------------------------------------------------------

    @cached_property
    def claim(self):
        claim = ClaimFactory(learner=self.person)
        scan_store.store_scan(claim, scan_sanitiser.sanitise_scan(photograph()))
        return claim

    @cached_property
    def recognised(self):
        return decided(ClaimFactory(learner=self.person)).completion

    @cached_property
    def credit(self):
        return lesson_credits.propose_credit(
            self.person,
            CreditRule.objects.get(code="unodc-nmr"),
            issued_on=timezone.localdate(),
            document_number="17",
            by=UserFactory(roles=[Role.FACILITY_HR]),
            at=timezone.now(),
        )

    @cached_property
    def completion(self):
        return certified(self.person)

    @cached_property
    def correction(self):
        return proposed_correction(certified(self.person), date(2026, 2, 2))

    @cached_property
    def certificate(self):
        return paper(self.person)

    @cached_property
    def proposal(self):
        return proposed(paper(self.person))

    # --- of exams ---------------------------------------------------------------------

    @cached_property
    def enrolment(self):
        return exam_enrolment(learner=self.person)

    @cached_property
    def sitting(self):
        return open_now(self.enrolment, self.place, invigilator_at(self.place))

    @cached_property
    def attempt(self):
        return write(self.enrolment, self.sitting)

    @cached_property
    def later_sitting(self):
        return open_now(exam_enrolment(), self.place)

    @cached_property
    def extra_time(self):
        today = timezone.localdate()
        return extra_time.grant_extra_time(
            self.person,
            extra_time.ExtraTimeTerms(
                minutes=10, starts_on=today, ends_on=today + timedelta(days=1)
            ),
            reason="Шешім № 12",
            by=UserFactory(),
        )

    @cached_property
    def marked(self):
        attempt = begin(exam_enrolment(learner=self.person))
        answer(attempt)
        return attempt_marking.mark_attempt(attempt, at=NOW)

    @cached_property
    def leaked(self):
        """A question that she had in her exam, and that was passed around."""
        question = self.marked.items.first().question.version.unit
        question_quarantine.quarantine_question(
            question, reason="x", by=UserFactory(), at=NOW
        )
        return question

    @cached_property
    def lost_pass(self):
        """A pass that a corrected key turned."""
        edition = edition_with_exam([{}] * 4)
        question = QuestionVersion.objects.filter(version__entries__edition=edition)[0]
        attempt = begin(exam_enrolment(edition=edition, learner=self.person))
        others = attempt.items.exclude(question=question)
        answer(attempt, wrong={others.first().position})
        attempt_marking.mark_attempt(attempt, at=NOW)
        draft = key_corrections.draft_correction(question, "replaced", given=["b"])
        kept = key_corrections.propose_correction(
            draft, reason="Кілт қате", by=UserFactory(), at=NOW
        )
        key_corrections.decide_correction(
            kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=NOW
        )
        regrades.apply_due_corrections(NOW)
        return Regrading.objects.get(attempt=attempt)

    # --- of what is kept --------------------------------------------------------------

    @cached_property
    def hold(self):
        return held(self.person)

    @cached_property
    def erasure(self):
        facts = {"kind": PrivacyRequest.Kind.ERASURE, "at": NOW, "reason": "Себебі бар"}
        return PrivacyRequest.objects.create(learner=self.person, **facts)

    @cached_property
    def session(self):
        return session(place=self.place)

    @cached_property
    def registration(self):
        return registered(self.session)[0]

    # --- of her own ---------------------------------------------------------------------

    @cached_property
    def her_session(self):
        """A session that is open to her place, and that she is on the list of."""
        now = timezone.now()
        begins = now + timedelta(days=9)
        planned = session(place=self.place, begins=begins, may_ask=True, at=now)
        by = planned.planned_by
        session_registrations.register_people(planned, [self.person], by=by, at=now)
        return planned

    @cached_property
    def practised(self):
        """A question for practice in the course of her enrolment."""
        question = QuestionVersionFactory(
            version__unit__course=self.enrolment.course, for_practice=True
        )
        self.enrolment.edition.entries.create(version=question.version, position=99)
        return question.version.unit

    @cached_property
    def notice(self):
        facts = {"kind": "x", "key": "1", "url": "/my/", "created_at": NOW}
        return Notice.objects.create(user=self.person.user, **facts)

    # --- of a colleague ---------------------------------------------------------------

    @cached_property
    def staff_list(self):
        content = csv_list(row("7", self.place, self.rule.post))
        return bring(content, by=self.colleague, place=self.place)

    @cached_property
    def report(self):
        plan = {"name": "Monthly", "every": "", "day": None, "way": "link"}
        return saved_reports.save_report("", by=self.colleague, **_REPORT | plan)

    @cached_property
    def file(self):
        run = report_runs.order_report(
            "", timezone.localdate(), by=self.colleague, **_REPORT
        )
        report_runs.make_next_report(timezone.now())
        run.refresh_from_db()
        return run

    @cached_property
    def key(self):
        token, _text = create_access_key(
            by=self.colleague,
            name="Кадр жүйесі",
            scopes=[AccessScope.STAFF_READ],
            expires_on=timezone.localdate() + timedelta(days=9),
        )
        return token
