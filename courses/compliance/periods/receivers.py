"""Receivers that request a rebuild of periods when a person’s standing may change.

Periods are rebuilt from the day on which reports take the fact into account: a fact
entered late changes nothing before that day. Code that writes many rows without these
signals sends ``PeopleChanged`` or calls ``periods.rebuild_requests``.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from django.utils import timezone

from courses.compliance.models import Exemption, Requirement, RuleException
from courses.compliance.periods.rebuild_requests import (
    request_period_rebuild,
    request_rebuild_by_rows,
    request_rebuild_for_each,
    request_rebuild_for_person,
)
from courses.events import EnrolmentLeft, UnitStarted
from courses.models import Course, Enrolment
from courses.records.events import CompletionsRecorded
from courses.records.models import Completion, Withdrawal
from courses.transactions import defer_batch
from courses.updates.events import UpdateDemanded
from courses.updates.models import UpdateDone
from elearning.staff.events import PeopleChanged
from elearning.staff.models import (
    Absence,
    Appointment,
    BitemporalModel,
    Establishment,
    Post,
)


@receiver(post_save, sender=Appointment)
@receiver(post_save, sender=Absence)
@receiver(post_save, sender=Exemption)
def handle_service_change(
    sender: Any,
    instance: Appointment | Absence | Exemption,
    created: bool,  # noqa: FBT001 — the signal's own
    **kwargs: Any,
) -> None:
    """Rebuild after an appointment, absence or exemption is saved or ended."""
    since = _seen_from(instance) if created else None
    request_rebuild_for_person(instance.staff_member_id, since=since)


@receiver(post_save, sender=Completion)
def handle_completion(sender: Any, instance: Completion, **kwargs: Any) -> None:
    """Rebuild after a pass is recorded or replaces another."""
    since = max(instance.passed_on, timezone.localdate(instance.recorded_at))
    request_rebuild_for_person(instance.learner_id, since=since)


@CompletionsRecorded.receiver
def handle_completions_recorded(event: CompletionsRecorded) -> None:
    """Rebuild after passes were recorded together."""
    request_rebuild_for_each(
        (row.learner_id, max(row.passed_on, timezone.localdate(row.recorded_at)))
        for row, _renewed in event.passes
    )


@receiver(post_save, sender=Withdrawal)
def handle_withdrawal(sender: Any, instance: Withdrawal, **kwargs: Any) -> None:
    """Rebuild after a pass is withdrawn."""
    learner = instance.completion.learner_id
    request_rebuild_for_person(learner, since=instance.withdrawn_on)


@receiver(post_save, sender=UpdateDone)
def handle_update_done(sender: Any, instance: UpdateDone, **kwargs: Any) -> None:
    """Rebuild after an update is completed."""
    request_rebuild_for_person(instance.learner_id, since=instance.done_on)


@receiver(post_save, sender=Enrolment)
def handle_enrolment_change(sender: Any, instance: Enrolment, **kwargs: Any) -> None:
    """Rebuild after an enrolment begins or ends."""
    moments = (instance.ended_at, instance.completed_at, instance.enrolled_at)
    last = next(at for at in moments if at is not None)
    request_rebuild_for_person(instance.learner_id, since=timezone.localdate(last))


@EnrolmentLeft.receiver
def handle_enrolment_left(event: EnrolmentLeft) -> None:
    """Rebuild after a course was left; several in one transaction are batched."""
    learner = event.enrolment.learner_id
    defer_batch(request_rebuild_for_each, [(learner, timezone.localdate(event.at))])


@UnitStarted.receiver
def handle_course_begun(event: UnitStarted) -> None:
    """Rebuild after a learner opened the first unit of a course."""
    if event.enrolment.started_at is None:
        learner = event.enrolment.learner_id
        request_rebuild_for_person(learner, since=timezone.localdate(event.at))


@receiver(post_save, sender=RuleException)
def handle_rule_exception(sender: Any, instance: RuleException, **kwargs: Any) -> None:
    """Rebuild after a rule gave somebody no possible day, and after the decision on it."""
    since = timezone.localdate(instance.resolved_at or instance.found_at)
    request_rebuild_for_person(instance.learner_id, since=since)


@receiver(post_save, sender=Requirement)
def handle_requirement_change(
    sender: Any,
    instance: Requirement,
    created: bool,  # noqa: FBT001 — the signal's own
    **kwargs: Any,
) -> None:
    """Rebuild for the holders of the posts concerned after a requirement is saved."""
    held = Appointment.objects.all()
    if instance.post_id is not None:
        held = held.filter(post=instance.post_id)
    elif instance.category_id is not None:
        held = held.filter(post__category=instance.category_id)
    since = _seen_from(instance) if created else None
    request_rebuild_by_rows(held, "staff_member", since=since)


@UpdateDemanded.receiver
def handle_update_demand(event: UpdateDemanded) -> None:
    """Rebuild for everybody who passed in editions that need an update."""
    passes = Completion.objects.filter(edition__in=list(event.editions))
    request_rebuild_by_rows(passes, "learner", since=event.since)


@PeopleChanged.receiver
def handle_bulk_change(event: PeopleChanged) -> None:
    """Rebuild after rows of several people, or the tree of establishments, changed."""
    request_period_rebuild(event.people, since=event.since)


@receiver(pre_save, sender=Course)
def handle_validity_change(sender: Any, instance: Course, **kwargs: Any) -> None:
    """Rebuild for everybody who passed a course whose validity in months changes."""
    if _differs(instance, "validity_months"):
        request_rebuild_by_rows(Completion.objects.filter(course=instance), "learner")


@receiver(pre_save, sender=Post)
@receiver(pre_save, sender=Establishment)
def handle_reclassification(
    sender: Any, instance: Post | Establishment, **kwargs: Any
) -> None:
    """Rebuild after a post’s category or an establishment’s kind changes."""
    is_post = isinstance(instance, Post)
    if _differs(instance, "category_id" if is_post else "kind"):
        named = {"post" if is_post else "establishment": instance}
        request_rebuild_by_rows(Appointment.objects.filter(**named), "staff_member")


def _seen_from(row: BitemporalModel) -> date:
    """Return the first day on which reports take ``row`` into account."""
    days = [row.starts_on, row.known_on or date.min]
    if isinstance(row, Exemption):
        days.append(timezone.localdate(row.granted_at))
    return max(days)


def _differs(row: models.Model, name: str) -> bool:
    if row.pk is None:
        return False
    rows = type(row)._default_manager.filter(pk=row.pk)
    before = list(rows.values_list(name, flat=True))
    return bool(before) and before[0] != getattr(row, name)
