"""Certificates of completed courses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from courses.certificates import numbering
from courses.certificates.models import Certificate
from courses.records.models import Completion, Withdrawal
from elearning.audit import audit_log
from tests.factories.accounts import UserFactory
from tests.factories.courses import EditionFactory
from tests.factories.staff import StaffMemberFactory

#: By what the trail tells of a row, and of the one before that it takes the place of.
_TOLD = {
    Completion: ("records.completed", "records.superseded", "supersedes"),
    Certificate: ("certificates.issued", "certificates.superseded", "replaces"),
}


class ToldFactory(factory.django.DjangoModelFactory):
    """Makes rows of which the audit trail keeps a digest, together with their entry."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        told, superseded, before = _TOLD[model_class]
        audit_log.record_action(told, by=None, on=row, facts=row.facts)
        if earlier := getattr(row, before):
            audit_log.record_action(superseded, by=None, on=earlier, facts=row.facts)
        return row


class CertifiedCompletionFactory(ToldFactory):
    """A pass of the final exam on 2 March 2026, for two years."""

    class Meta:
        model = Completion

    learner = factory.SubFactory(StaffMemberFactory)
    edition = factory.SubFactory(EditionFactory)
    course = factory.SelfAttribute("edition.course")
    completed_at = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    passed_on = date(2026, 3, 2)
    expires_on = date(2028, 3, 2)
    score = Decimal("0.85")
    language = "kk"
    recorded_at = completed_at


class CertificateFactory(ToldFactory):
    """A certificate as ``certificate_issue.issue_certificate`` freezes it."""

    class Meta:
        model = Certificate

    completion = factory.SubFactory(CertifiedCompletionFactory)
    number = factory.LazyAttribute(
        lambda o: numbering.format_certificate_number(
            o.course_code, o.issued_on.year, o.completion.pk
        )
    )
    issued_on = factory.SelfAttribute("completion.passed_on")
    expires_on = factory.SelfAttribute("completion.expires_on")
    language = factory.SelfAttribute("completion.language")
    holder_name = factory.SelfAttribute("completion.learner.full_name")
    course_code = factory.SelfAttribute("completion.course.code")
    edition_number = factory.SelfAttribute("completion.edition.number")
    public_titles = factory.SelfAttribute("completion.course.public_titles")


class WithdrawalFactory(factory.django.DjangoModelFactory):
    """A pass taken back by the ministry's office, for a broken rule."""

    class Meta:
        model = Withdrawal

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        audit_log.record_action(
            "records.withdrawn", by=None, on=row.completion, facts=row.facts
        )
        return row

    completion = factory.SubFactory(CertifiedCompletionFactory)
    withdrawn_on = date(2026, 5, 4)
    ground = Withdrawal.Ground.BREACH
    authority = "Training department"
    reason = "A telephone was used."
    recorded_at = datetime(2026, 5, 4, 4, 0, tzinfo=UTC)
    recorded_by = factory.SubFactory(UserFactory)
