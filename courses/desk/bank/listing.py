"""The questions of the bank as the desk lists them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from courses.assessment import reviewing
from courses.assessment.models import ReviewTask, State, bank_of, with_state
from courses.assessment.usage import Usage, usage_of
from courses.models import Unit, UnitText, UnitVersion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from elearning.accounts.models import User

#: The states of the interface whose shape says the same.
LOOKS = {
    State.DRAFT: "draft",
    State.TRIAL: "in-progress",
    State.LIVE: "released",
    State.REVIEW: "in-review",
    State.RETIRED: "not-required",
    State.QUARANTINED: "locked",
}


@dataclass(frozen=True)
class Line:
    """One question: what it asks in short, its state, and how it is used."""

    unit: Unit
    title: str
    state: State
    usage: Usage

    @property
    def look(self) -> str:
        return LOOKS[self.state]


def chosen(user: "User", given: dict[str, Any]) -> Any:
    """Return the questions that ``user`` may read and that the filter takes."""
    found = bank_of(user).select_related("course")
    if course := given.get("course"):
        found = found.filter(course=course)
    if state := given.get("state"):
        found = found.filter(state=state)
    if words := given.get("words"):
        said = UnitText.objects.filter(version__unit=OuterRef("pk")).filter(
            Q(title__icontains=words) | Q(title__icontains=words.capitalize())
        )
        found = found.filter(Exists(said))
    return found.order_by("course__code", "slug")


def lines(units: Any) -> list[Line]:
    """Return a line for each of ``units`` (with their states), in their order."""
    rows = list(units.select_related("course"))
    keys = [unit.pk for unit in rows]
    newest = UnitVersion.objects.filter(unit__in=keys).newest()
    titles = {
        version.unit_id: version.title for version in newest.prefetch_related("texts")
    }
    used = usage_of(keys)
    return [
        Line(unit, titles.get(unit.pk, unit.slug), State(unit.state), used[unit.pk])
        for unit in rows
    ]


@dataclass(frozen=True)
class Task:
    """A review that waits: what is known of the question, and what its numbers say."""

    task: ReviewTask
    line: Line
    said: str


def tasks_of(tasks: "Iterable[ReviewTask]") -> list[Task]:
    """Return ``tasks`` with their questions, in their order."""
    rows = list(tasks)
    versions = dict(
        UnitVersion.objects.filter(question__in=[one.question_id for one in rows])
        .order_by()
        .values_list("question", "unit")
    )
    units = Unit.objects.filter(pk__in=set(versions.values()))
    found = {line.unit.pk: line for line in lines(with_state(units))}
    return [
        Task(one, found[versions[one.question_id]], reviewing.said(one)) for one in rows
    ]


def line_of(user: "User", key: "UUID") -> Line:
    """Return the question with ``key``, or raise 404 where ``user`` may not read it."""
    found = lines(bank_of(user).select_related("course").filter(key=key))
    if not found:
        raise Http404
    return found[0]
