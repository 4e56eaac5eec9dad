"""Preview of one version of a lesson or a question, before its release."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.learner_view import load_lesson_text
from content.publishing.models import Fact
from courses.assessment.asking.answer_feedback import build_key_form
from courses.assessment.models import QuestionVersion
from courses.compliance.answer_key_access import record_key_view
from courses.desk.kit import access
from courses.models import Unit, UnitVersion
from courses.provisions.staleness import has_answered_changes, list_stale_changes
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language


@require_safe
@access.require_role(*access.RELEASERS)
def preview_version(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show a version of a lesson or a question to those who may release it."""
    shown = get_object_or_404(
        UnitVersion.objects.select_related("unit__course"),
        unit__course__in=access.list_releasable_courses(request.user).values("pk"),
        unit__course__slug=slug,
        pk=pk,
    )
    show = {Unit.Kind.LESSON: _lesson, Unit.Kind.QUESTION: _question}.get(
        Unit.Kind(shown.unit.kind)
    )
    if show is None:
        raise Http404
    return show(request, shown)


def _lesson(request: SignedInRequest, shown: UnitVersion) -> HttpResponse:
    lesson = load_lesson_text(shown.text())
    lesson.ask()
    return render(
        request,
        "content/previews/version.html",
        _context(shown, lesson.language)
        | {
            "lesson": lesson,
            "questions": lesson.questions,
            "citations": lesson.citations,
            "facts": Fact.objects.under(shown.unit.key),
        },
    )


def _question(request: SignedInRequest, shown: UnitVersion) -> HttpResponse:
    question = get_object_or_404(QuestionVersion, version=shown)
    record_key_view(request.user, shown.unit.course, shown.unit.key)
    text, language = question.text()
    return render(
        request,
        "content/previews/question_version.html",
        _context(shown, language)
        | {
            "question": question,
            "text": text,
            "form": build_key_form(question, text),
        },
    )


def _context(shown: UnitVersion, language: str) -> dict[str, Any]:
    course = shown.unit.course
    return {
        "version": shown,
        "is_preview": True,
        "changed": list_stale_changes([shown]).get(shown.pk, []),
        "is_current": has_answered_changes(shown),
        "fallback": language if language != get_current_language() else "",
        "breadcrumbs": [
            (reverse("desk:release"), _("Releases")),
            (reverse("desk:release-course", args=[course.slug]), course.title),
        ],
    }
