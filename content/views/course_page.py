"""The page of a course: its outline, the reader’s progress, and one button."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.learner_view import (
    CourseReader,
    find_course_reader,
    group_citations_by_document,
    list_course_facts,
)
from content.outline_panel import build_outline_items
from courses import progress
from courses.assessment.practice import diagnostic_tests
from courses.compliance.renewals import find_course_standing
from courses.compliance.status import CourseStanding, StandingState
from courses.models import Course
from courses.provisions.citation_lookup import resolve_citations
from courses.release import content_approvals
from elearning.languages import get_current_language, pick_text
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


@require_safe
def show_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course to anybody who may take it; only its learners can open lessons."""
    user: Any = request.user
    shown = get_object_or_404(Course.objects.visible_to(user), slug=slug)
    reader = find_course_reader(user, shown)
    if reader is None:
        raise Http404
    _note_opening(reader)
    front = reader.front.version.text() if reader.front else None
    details = front.details if front else {}
    return render(
        request,
        "content/course.html",
        {
            "course": shown,
            "reader": reader,
            "standing": _standing(reader, user),
            "title": front.title if front else shown.title,
            "front": front,
            "fallback": front.language
            if front and front.language != get_current_language()
            else "",
            "facts": list_course_facts(shown, reader.lessons, reader.exam),
            "outline": build_outline_items(reader),
            "outcomes": [
                pick_text(o.texts)[0] for o in shown.outcomes.order_by("number")
            ],
            "audience": details.get("audience", ""),
            "legal_basis": group_citations_by_document(
                resolve_citations(details.get("cites") or _lesson_cites(reader))
            ),
            "breadcrumbs": [(reverse("content:catalogue"), _("Course catalogue"))],
            "continue_url": reader.continue_url(),
            "safeguarded": content_approvals.find_newest_safeguard_approval(
                reader.edition.entries.values("version__digest")
            ),
            "entry_test": _entry_test(reader),
            "practice": reader.practice_url,
            "has_newer": reader.is_under_way
            and shown.current_edition is not None
            and shown.current_edition.pk != reader.edition.pk,
        },
    )


def _standing(reader: CourseReader, user: "User") -> CourseStanding | None:
    """Return the reader’s standing if the course is required of them."""
    enrolment = reader.enrolment
    learner = enrolment.learner if enrolment else None
    learner = learner or StaffMember.objects.filter(user=user).first()
    if learner is None:
        return None
    one = find_course_standing(learner, reader.course, timezone.localdate())
    return one if one is not None and one.state != StandingState.NOT_REQUIRED else None


def _entry_test(reader: CourseReader) -> str:
    """Return the URL of the entry test while it is offered, else ``""``."""
    enrolment = reader.enrolment
    if enrolment is None or not reader.is_under_way or reader.exam is None:
        return ""
    if reader.lessons_done or not diagnostic_tests.is_entry_test_open(
        enrolment, timezone.now()
    ):
        return ""
    return reverse("assessment:pre-test", args=[enrolment.key])


def _note_opening(reader: CourseReader) -> None:
    """Record that a learner opened the front page of the course for the first time."""
    if reader.front is None or reader.enrolment is None or not reader.is_under_way:
        return
    unit = reader.front.version.unit
    if unit.pk not in reader.progress:
        progress.start_unit(reader.enrolment, unit, language=get_current_language())


def _lesson_cites(reader: CourseReader) -> list[str]:
    """Return the citations of the lessons, for front pages without their own."""
    cites = (
        cite
        for entry in reader.lessons
        for cite in entry.version.text().details.get("cites", ())
    )
    return list(dict.fromkeys(cites))
