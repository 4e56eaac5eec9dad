"""Exceptions from the rule of two languages: listed, asked for, signed or declined."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from courses.desk.kit import access
from courses.desk.releases.exception_rows import list_exception_rows
from courses.desk.releases.forms import LanguageExceptionForm
from courses.errors import LanguageExceptionError
from courses.models import Course, LanguageException
from courses.provisions import guideline_approval as documents
from courses.provisions.models import Document
from courses.release import language_exceptions, releasables
from elearning.accounts.signed_in_request import SignedInRequest

_PAGE = 50


@require_safe
@access.require_role(*access.RELEASERS)
def list_language_exceptions(request: SignedInRequest) -> HttpResponse:
    """List the exceptions, the newest first, with how each stands today."""
    found = LanguageException.objects.visible_to(request.user)
    rows = found.select_related("course", "by", "word__by").prefetch_related("units")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Language exceptions"),
        "page": page,
        "lines": list_exception_rows(page, access.get_today()),
    }
    return render(request, "desk/exceptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def request_course_exception(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask that what differs now in a course may be released until a day."""
    return _ask(
        request,
        get_object_or_404(access.list_releasable_courses(request.user), slug=slug),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*access.RELEASERS)
def request_guideline_exception(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask that a guideline may be released until a day although its languages differ."""
    return _ask(
        request, get_object_or_404(documents.list_published_guidelines(), slug=slug)
    )


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
        words = _("Signed. It falls by itself after its last day.")
        messages.success(request, words if sign else _("Declined."))
    return redirect(
        access.get_release_url(releasables.resolve_releasable(exception).row)
    )


def _ask(request: SignedInRequest, thing: Course | Document) -> HttpResponse:
    form = LanguageExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            language_exceptions.request_language_exception(
                thing, by=request.user, **form.cleaned_data
            )
        except LanguageExceptionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Asked for. It counts once a second person has signed it.")
            )
            return redirect(access.get_release_url(thing))
    context = {
        "code": thing.code,
        "back": access.get_release_url(thing),
        "form": form,
        "gaps": language_exceptions.list_unexcepted_gaps(thing),
    }
    return render(request, "desk/ask_exception.html", context)
