"""Exactly one version of a lesson or a question, read before it is released."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.publishing.models import Fact
from content.reading import lesson_text
from courses.assessment.asking.feedback import key_of
from courses.assessment.models import QuestionVersion
from courses.compliance.key_looks import note_look
from courses.desk import access
from courses.models import Unit, UnitVersion
from courses.provisions.staleness import is_current, stale
from elearning.accounts.requests import SignedInRequest
from elearning.languages import current


@require_safe
@access.for_roles(*access.RELEASERS)
def version(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show a version of a lesson or a question to those who may release it."""
    shown = get_object_or_404(
        UnitVersion.objects.select_related("unit__course"),
        unit__course__in=access.courses_of(request.user).values("pk"),
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
    lesson = lesson_text(shown.text())
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
    note_look(request.user, shown.unit.course, shown.unit.key)
    text, language = question.text()
    return render(
        request,
        "content/previews/question_version.html",
        _context(shown, language)
        | {
            "question": question,
            "text": text,
            "form": key_of(question, text),
        },
    )


def _context(shown: UnitVersion, language: str) -> dict[str, Any]:
    course = shown.unit.course
    return {
        "version": shown,
        "is_preview": True,
        "changed": stale([shown]).get(shown.pk, []),
        "is_current": is_current(shown),
        "fallback": language if language != current() else "",
        "breadcrumbs": [
            (reverse("desk:release"), _("Releases")),
            (reverse("desk:release-course", args=[course.slug]), course.title),
        ],
    }
