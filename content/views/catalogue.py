"""The catalogue: every open course, and how far the reader is with it."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from courses.models import Course, Edition, EditionEntry, Enrolment, Unit

if TYPE_CHECKING:
    from elearning.accounts.models import User


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the courses the reader may take."""
    user: Any = request.user
    cards = course_cards(user)
    return render(request, "content/catalogue.html", {"cards": cards})


def course_cards(user: "User") -> list[dict[str, Any]]:
    """Return the open courses as cards; the number of queries is constant."""
    newest = Edition.objects.filter(
        course=OuterRef("course"), number__gt=OuterRef("number")
    )
    editions = {
        edition.course_id: edition
        for edition in Edition.objects.filter(
            ~Exists(newest), course__in=Course.objects.open()
        ).select_related("course")
    }
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
    """Return the state of each course the user was enrolled on; under way comes first."""
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
