"""The catalogue of open courses, the reader’s own first, with their progress."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from courses.competencies.post_requirements import list_person_requirements
from courses.models import Course, Edition, EditionEntry, Enrolment, Unit
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@require_safe
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """List the courses that the reader may take."""
    user: Any = request.user
    cards = _course_cards(user)
    asked = _asked_of(user)
    mine = [
        card
        for card in cards
        if card["course"].pk in asked or card["state"] == "in-progress"
    ]
    mine.sort(key=lambda card: _ORDER.index(card["state"]))
    context = {"mine": mine, "families": _families(cards), "number": len(cards)}
    return render(request, "content/catalogue.html", context)


@dataclass(frozen=True)
class CourseFamily:
    """A course and those derived from it: tracks, an awareness course, a refresher."""

    head: dict[str, Any]
    parts: list[dict[str, Any]] = field(default_factory=list)


#: Courses in progress come first, completed ones last.
_ORDER = ("in-progress", "not-started", "completed")


def _families(cards: list[dict[str, Any]]) -> list[CourseFamily]:
    """Group derived courses under their base, by code (C2-R under C2)."""
    families = {
        card["course"].code: CourseFamily(card)
        for card in cards
        if "-" not in card["course"].code
    }
    for card in cards:
        code = card["course"].code
        base = families.get(code.partition("-")[0])
        if base is None:
            families[code] = CourseFamily(card)
        elif base.head is not card:
            base.parts.append(card)
    return [family for _code, family in sorted(families.items())]


def _asked_of(user: "User") -> set[int]:
    """Return the courses required by the user’s posts at their workplaces."""
    person = StaffMember.objects.filter(user=user).first()
    if person is None:
        return set()
    posts = list_person_requirements(person, on=timezone.localdate())
    return {rule.course_id for post in posts for rule in post.requirements}


def _course_cards(user: "User") -> list[dict[str, Any]]:
    """Return the open courses as cards; the number of queries is constant."""
    current = Edition.objects.current().filter(course__in=Course.objects.open())
    editions = {row.course_id: row for row in current.select_related("course")}
    entries: dict[int, list[EditionEntry]] = {}
    shown = (Unit.Kind.COURSE, Unit.Kind.LESSON, Unit.Kind.EXAM)
    for entry in (
        EditionEntry.objects.filter(
            edition__in=editions.values(), version__unit__kind__in=shown
        )
        .select_related("version__unit")
        .prefetch_related("version__texts")
        .order_by("position")
    ):
        entries.setdefault(entry.edition_id, []).append(entry)
    states = _states(user)
    ordered = sorted(editions.values(), key=lambda edition: edition.course.code)
    return [
        _card(edition, entries.get(edition.pk, []), states.get(edition.course_id))
        for edition in ordered
    ]


def _states(user: "User") -> dict[int, str]:
    """Return the state of each course by enrolment; active enrolments take precedence."""
    rows = Enrolment.objects.filter(learner__user=user, ended_at=None)
    states: dict[int, str] = {}
    for row in rows.order_by("enrolled_at"):
        if row.is_active:
            states[row.course_id] = "in-progress" if row.last_seen_at else "not-started"
        else:
            states.setdefault(row.course_id, "completed")
    return states


def _card(
    edition: Edition, entries: list[EditionEntry], state: str | None
) -> dict[str, Any]:
    course = edition.course
    lessons = [e for e in entries if e.version.unit.kind == Unit.Kind.LESSON]
    front = next((e for e in entries if e.version.unit.kind == Unit.Kind.COURSE), None)
    minutes = sum(e.version.text().minutes for e in lessons)
    facts = [
        ngettext("%(n)d lesson", "%(n)d lessons", len(lessons)) % {"n": len(lessons)},
        _("about %(minutes)d min") % {"minutes": minutes},
    ]
    if any(e.version.unit.kind == Unit.Kind.EXAM for e in entries):
        facts.append(_("Final exam"))
    return {
        "course": course,
        "overline": course.code,
        "title": front.version.title if front else course.title,
        "summary": front.version.text().summary if front else "",
        "state": state or "not-started",
        "facts": facts,
        "action": _action(state),
    }


def _action(state: str | None) -> str:
    words = {"not-started": _("Start course"), "in-progress": _("Continue")}
    return words.get(state or "", _("Open the course"))
