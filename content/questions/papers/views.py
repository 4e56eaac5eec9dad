"""The page on which the questions of an exam are chosen; works without JavaScript."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.models import ExamPage
from content.questions.papers import listed_questions
from content.questions.papers.forms import ListedQuestionsForm, QuestionFilterForm
from courses.models import Course
from elearning.accounts.signed_in_request import SignedInRequest

_A_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def choose_exam_questions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the listed questions and the candidates; save the choice as a draft."""
    exam = _exam(request, pk)
    codes = [code.upper() for code in exam.plan.listed]
    rows = listed_questions.list_candidate_questions(exam, request.user)
    known = {code.upper(): pk for code, pk in rows.values_list("code", "pk")}
    form = ListedQuestionsForm(request.POST or None, listed=codes, offered=list(known))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        chosen = listed_questions.reorder_codes(
            codes, places=form.places, dropped=given["drop"], added=given["add"]
        )
        listed_questions.save_listed_questions(exam, chosen, by=request.user)
        words = _(
            "Chosen: %(chosen)s of %(asked)s. The exam has been saved as a draft."
        )
        messages.success(
            request, words % {"chosen": len(chosen), "asked": exam.questions}
        )
        return redirect(request.get_full_path())
    filters = QuestionFilterForm(request.GET, course=exam.unit_course)
    filters.is_valid()
    there = {row.code.upper(): row for row in rows.filter(pk__in=_of(known, codes))}
    offered = listed_questions.filter_questions(rows, filters.cleaned_data).exclude(
        pk__in=_of(known, codes)
    )
    context: dict[str, Any] = {
        "exam": exam,
        "form": form,
        "filters": filters,
        "listed": [(code, there.get(code), form[f"place-{code}"]) for code in codes],
        "page": Paginator(offered, _A_PAGE).get_page(request.GET.get("page")),
        "back": reverse("wagtailadmin_pages:edit", args=[pk]),
    }
    return render(request, "content/questions/choose.html", context)


def _of(known: dict[str, int], codes: list[str]) -> list[int]:
    return [known[code] for code in codes if code in known]


def _exam(request: SignedInRequest, pk: int) -> ExamPage:
    """Return the newest draft of an exam in the user’s remit that they may change."""
    page = get_object_or_404(ExamPage, pk=pk)
    theirs, course = Course.objects.in_remit_of(request.user), page.unit_course
    if course is not None and not theirs.filter(pk=course.pk).exists():
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    exam: ExamPage = page.get_latest_revision_as_object()
    return exam
