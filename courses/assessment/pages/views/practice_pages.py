"""The practice pages of a course; they work without JavaScript."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.assessment.asking import answer_feedback
from courses.assessment.errors import AnswerError
from courses.assessment.models import PracticeAnswer, QuestionVersion
from courses.assessment.practice import course_practice, self_check_questions
from courses.models import Enrolment
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.languages import get_current_language

_NO_ANSWER = frozenset({"csrfmiddlewaretoken"})


@require_http_methods(["GET", "HEAD"])
def show_practice(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Show the learner's progress, and the link to the next question."""
    enrolment = _enrolment(request, key)
    context = {
        "course": enrolment.course,
        "enrolment": enrolment,
        "practice": course_practice.build_practice_progress(enrolment),
        "lessons": [
            (reverse("content:lesson", args=[enrolment.course.slug, one.slug]), one)
            for one in course_practice.list_lesson_self_checks(enrolment)
        ],
        "breadcrumbs": [(enrolment.get_absolute_url(), enrolment.course.title)],
    }
    return render(request, "assessment/practice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_practice_question(
    request: SignedInRequest, key: UUID, question: UUID
) -> HttpResponse:
    """Ask one question; a POST answers it and returns the feedback."""
    enrolment = _enrolment(request, key)
    asked = course_practice.find_practice_question(enrolment, str(question))
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _asked(request, enrolment, asked)
    sent = {
        name: values
        for name, values in request.POST.lists()
        if name not in _NO_ANSWER and any(values)
    }
    try:
        course_practice.record_practice_answer(
            enrolment, asked, sent, language=get_current_language(), at=timezone.now()
        )
    except AnswerError as error:
        return _asked(
            request,
            enrolment,
            asked,
            self_check_questions.RefusedAnswer(sent, str(error)),
        )
    return redirect(f"{request.path}?told=1#told")


def _asked(
    request: SignedInRequest,
    enrolment: Enrolment,
    asked: QuestionVersion,
    refused: self_check_questions.RefusedAnswer | None = None,
) -> HttpResponse:
    """Show a question, blank or with feedback on the answer just given."""
    kept = PracticeAnswer.objects.filter(enrolment=enrolment, question=asked).first()
    is_told = kept is not None and "told" in request.GET
    note = {"given": kept.given, "correct": kept.is_right} if kept and is_told else {}
    name = str(asked.version.unit.key)
    check = self_check_questions.build_self_check(
        name,
        asked,
        note,
        cited=answer_feedback.resolve_citations([asked]),
        refused=refused,
    )
    how_far = course_practice.build_practice_progress(enrolment)
    overview_url = reverse("assessment:practice", args=[enrolment.key])
    context = {
        "course": enrolment.course,
        "check": check,
        "practice": how_far,
        "next_url": reverse(
            "assessment:practice-question", args=[enrolment.key, how_far.next_key]
        ),
        "overview_url": overview_url,
        "breadcrumbs": [
            (enrolment.get_absolute_url(), enrolment.course.title),
            (overview_url, _("Practise")),
        ],
    }
    status = 400 if refused else 200
    return render(request, "assessment/practice_question.html", context, status=status)


def _enrolment(request: SignedInRequest, key: UUID) -> Enrolment:
    """Return the learner's own enrolment, unless they left the course."""
    own = Enrolment.objects.filter(learner__user=request.user, ended_at=None)
    found = own.select_related("course", "edition", "learner")
    return get_object_or_404(found, key=key)
