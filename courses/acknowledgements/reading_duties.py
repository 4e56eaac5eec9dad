"""Reading duties: who has to read what by when, computed from facts for any day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from courses.acknowledgements.acknowledgement_validity import (
    Floors,
    is_acknowledgement_valid,
    list_paper_issue_dates,
    list_substantive_editions,
)
from courses.acknowledgements.models import Acknowledgement, ReadingRule
from courses.provisions.models import Document, DocumentEdition
from elearning.staff.models import Appointment, StaffMember, in_force


@dataclass(frozen=True)
class ReadingDuty:
    """The duty of one person to read one guideline.

    ``done`` is the valid acknowledgement; ``before`` is one that is no longer valid,
    since the guideline has had a substantive change.
    """

    person: StaffMember
    document: Document
    due_on: date
    on: date
    done: Acknowledgement | None = None
    before: Acknowledgement | None = None

    @property
    def state(self) -> str:
        """The state, with the name used on every screen."""
        if self.done is not None:
            return "completed"
        return "overdue" if self.due_on < self.on else "due"

    @property
    def is_open(self) -> bool:
        return self.done is None


def list_reading_duties(staff: Any, *, on: date) -> list[ReadingDuty]:
    """Return the reading duties of the people of ``staff``, a queryset, on ``on``.

    Open duties come first, by due day. The number of queries does not depend on the
    number of people.
    """
    rules: dict[int, list[ReadingRule]] = {}
    for rule in ReadingRule.objects.filter(in_force(on)).select_related(
        "document", "establishment"
    ):
        rules.setdefault(rule.post_id, []).append(rule)
    asked = list(_appointments(staff, rules, on))
    if not asked:
        return []
    documents = {
        rule.document_id: rule.document for rows in rules.values() for rule in rows
    }
    on_paper = [one for one in documents.values() if _is_on_paper(one)]
    known = list_substantive_editions(documents.values(), on=on)
    anew = list_paper_issue_dates(on_paper, on=on)
    given = _given(staff, documents, on)
    found: dict[tuple[int, int], ReadingDuty] = {}
    for appointment in asked:
        for rule in rules[appointment.post_id]:
            if (duty := _duty(appointment, rule, known, anew, given, on)) is None:
                continue
            place = (duty.person.pk, duty.document.pk)
            if place not in found or duty.due_on < found[place].due_on:
                found[place] = duty
    return sorted(
        found.values(),
        key=lambda one: (not one.is_open, one.due_on, one.document.code, one.person.pk),
    )


@dataclass
class GuidelineReadCount:
    """The numbers of people who have read a guideline that they have to read, and who have not."""

    document: Document
    done: int = 0
    due: int = 0
    overdue: int = 0

    @property
    def required(self) -> int:
        return self.done + self.due + self.overdue


def count_by_guideline(found: Iterable[ReadingDuty]) -> list[GuidelineReadCount]:
    """Return the counts of duties by guideline, in the order of codes."""
    rows: dict[int, GuidelineReadCount] = {}
    for duty in found:
        row = rows.setdefault(duty.document.pk, GuidelineReadCount(duty.document))
        row.done += duty.state == "completed"
        row.due += duty.state == "due"
        row.overdue += duty.state == "overdue"
    return sorted(rows.values(), key=lambda row: row.document.code)


def _appointments(
    staff: Any, rules: dict[int, list[ReadingRule]], on: date
) -> Iterator[Appointment]:
    rows = Appointment.objects.filter(
        in_force(on), staff_member__in=staff.order_by().values("pk"), post__in=rules
    )
    yield from rows.select_related("staff_member__user", "establishment")


def _given(
    staff: Any, documents: dict[int, Document], on: date
) -> dict[tuple[int, int], list[Acknowledgement]]:
    rows = Acknowledgement.objects.filter(
        learner__in=staff.order_by().values("pk"),
        document__in=documents,
        read_on__lte=on,
    ).select_related("edition")
    found: dict[tuple[int, int], list[Acknowledgement]] = {}
    for row in rows:
        found.setdefault((row.learner_id, row.document_id), []).append(row)
    return found


def _duty(
    appointment: Appointment,
    rule: ReadingRule,
    known: Floors,
    anew: dict[int, date],
    given: dict[tuple[int, int], list[Acknowledgement]],
    on: date,
) -> ReadingDuty | None:
    if not rule.covers_place(appointment.establishment):
        return None
    floor = known.get(rule.document_id)
    is_paper = _is_on_paper(rule.document)
    if floor is None and not is_paper:
        return None  # nothing is released yet, so there is nothing to read
    issued_on = anew.get(rule.document_id) if is_paper else None
    rows = given.get((appointment.staff_member_id, rule.document_id), [])
    return ReadingDuty(
        person=appointment.staff_member,
        document=rule.document,
        due_on=_due_on(appointment, rule, floor, issued_on),
        on=on,
        done=next(
            (row for row in rows if is_acknowledgement_valid(row, floor, issued_on)),
            None,
        ),
        before=next(
            (
                row
                for row in rows
                if not is_acknowledgement_valid(row, floor, issued_on)
            ),
            None,
        ),
    )


def _is_on_paper(document: Document) -> bool:
    return document.distribution == Document.Distribution.REGISTER_ONLY


def _due_on(
    appointment: Appointment,
    rule: ReadingRule,
    floor: DocumentEdition | None,
    issued_on: date | None,
) -> date:
    since = max(appointment.starts_on, rule.starts_on, issued_on or rule.starts_on)
    if floor is not None:
        since = max(since, timezone.localdate(floor.released_at))
    return since + timedelta(days=rule.days)
