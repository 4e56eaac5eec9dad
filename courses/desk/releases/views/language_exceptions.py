"""Exceptions from the two-language rule: listed, requested, signed or declined."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.desk.kit import access
from courses.desk.kit.form_page import render_form, submit_form
from courses.desk.kit.list_page import paginate_rows
from courses.desk.releases.exception_rows import list_exception_rows
from courses.desk.releases.forms import LanguageExceptionForm, build_release_form_page
from courses.desk.releases.release_page import split_by_kind
from courses.errors import LanguageExceptionError
from courses.models import Course, LanguageException
from courses.provisions.models import Document
from courses.release import language_exceptions, releasables
from elearning.accounts.signed_in_request import SignedInRequest


@require_safe
@access.require_role(*access.RELEASERS)
def list_language_exceptions(request: SignedInRequest) -> HttpResponse:
    """List the exceptions, newest first, each with its state today."""
    found = LanguageException.objects.visible_to(request.user)
    rows = found.select_related("course", "by", "word__by").prefetch_related("units")
    page = paginate_rows(request, rows)
    context = {
        "title": _("Language exceptions"),
        "page": page,
        "lines": list_exception_rows(page, timezone.localdate()),
    }
    return render(request, "desk/exceptions.html", context)


@require_POST
@access.require_role(*access.RELEASERS)
def decide_language_exception(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign an exception as the second person, or decline it."""
    visible = LanguageException.objects.visible_to(request.user)
    exception = get_object_or_404(visible.select_related("course"), pk=pk)
    sign = request.POST.get("word") == "sign"
    try:
        language_exceptions.decide_language_exception(
            exception, sign=sign, by=request.user
        )
    except LanguageExceptionError as error:
        messages.error(request, str(error))
    else:
        words = _("Signed. It lapses automatically after its last day.")
        messages.success(request, words if sign else _("Declined."))
    return redirect(
        access.get_release_url(releasables.resolve_releasable(exception).row)
    )


def _ask(request: SignedInRequest, row: Course | Document) -> HttpResponse:
    """Request that the present differences may be released until a day."""
    form = LanguageExceptionForm(request.POST or None)
    page = build_release_form_page(
        row, _("Request a language exception"), _("Request the exception")
    )

    def act(given: dict[str, Any]) -> str:
        language_exceptions.request_language_exception(row, by=request.user, **given)
        return _("Requested. It takes effect once a second person has signed it.")

    if done := submit_form(request, form, act, LanguageExceptionError, page.back_url):
        return done
    gaps = language_exceptions.list_unexcepted_gaps(row)
    context = {"form": form, "page": page, "gaps": gaps}
    return render_form(request, "desk/ask_exception.html", context)


request_course_exception, request_guideline_exception = split_by_kind(
    require_http_methods(["GET", "HEAD", "POST"]), _ask
)
