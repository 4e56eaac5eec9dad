"""Update deadlines of many certificates in a fixed number of queries."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from courses.certificates.models import Certificate
from courses.records.models import Completion
from courses.updates.models import UpdateDemand
from courses.updates.update_status import find_first_due_date, load_open_updates


def attach_updates(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Return ``certificates`` with the due date of their update, if any.

    Three queries at most; their completions must be loaded.
    """
    rows = list(certificates)
    learners = {row.completion.learner_id for row in rows}
    found = load_open_updates(learners, on=timezone.localdate()) if learners else {}
    for row in rows:
        due_on = find_first_due_date(found.get(row.completion_id, ()))
        row.update_due_on = row.judged_update(due_on)
    return rows


def list_overdue_completions(on: date) -> set[int]:
    """Return completions suspended by an overdue update; three queries at most."""
    late = UpdateDemand.objects.filter(due_on__lt=on).values_list("edition", flat=True)
    if not (editions := set(late)):
        return set()
    held = Completion.objects.as_of(on).filter(edition__in=editions)
    found = load_open_updates(held.values("learner"), on=on)
    return {
        completion
        for completion, waits in found.items()
        if (due_on := find_first_due_date(waits)) is not None and due_on < on
    }
