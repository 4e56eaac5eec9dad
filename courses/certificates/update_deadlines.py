"""How many certificates stand with updates, in the queries of one."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from courses.certificates.models import Certificate
from courses.records.models import Completion
from courses.updating.models import UpdateDemand
from courses.updating.update_status import find_first_due_date, load_open_updates


def attach_updates(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Return ``certificates`` that know by when each is to be updated, if it is.

    Three queries at most; the completion of each is there already.
    """
    rows = list(certificates)
    learners = {row.completion.learner_id for row in rows}
    found = load_open_updates(learners, on=timezone.localdate()) if learners else {}
    for row in rows:
        due_on = find_first_due_date(found.get(row.completion_id, ()))
        row.update_due_on = row.judged_update(due_on)
    return rows


def list_overdue_completions(on: date) -> set[int]:
    """Return the completions whose certificates no longer count for want of an update.

    Three queries at most, and one where no update is overdue anywhere.
    """
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
