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

from courses import excepting, releasable
from courses.desk import access
from courses.desk.exceptions import lines_of
from courses.desk.release_forms import ExceptionForm
from courses.errors import ExceptionError
from courses.models import Course, LanguageException
from courses.provisions import proposing as documents
from courses.provisions.models import Document
from elearning.accounts.requests import SignedInRequest

_PAGE = 50


@require_safe
@access.for_roles(*access.RELEASERS)
def listed(request: SignedInRequest) -> HttpResponse:
    """List the exceptions, the newest first, with how each stands today."""
    found = LanguageException.objects.visible_to(request.user)
    rows = found.select_related("course", "by", "word__by").prefetch_related("units")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Language exceptions"),
        "page": page,
        "lines": lines_of(page, access.today()),
    }
    return render(request, "desk/exceptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.RELEASERS)
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask that what differs now in a course may be released until a day."""
    return _ask(request, get_object_or_404(access.courses_of(request.user), slug=slug))


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*access.RELEASERS)
def ask_document(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask that a guideline may be released until a day although its languages differ."""
    return _ask(request, get_object_or_404(documents.proposed(), slug=slug))


@require_POST
@access.for_roles(*access.RELEASERS)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign an exception as the second person, or decline it."""
    visible = LanguageException.objects.visible_to(request.user)
    exception = get_object_or_404(visible.select_related("course"), pk=pk)
    sign = request.POST.get("word") == "sign"
    try:
        excepting.decide(exception, sign=sign, by=request.user)
    except ExceptionError as error:
        messages.error(request, str(error))
    else:
        words = _("Signed. It falls by itself after its last day.")
        messages.success(request, words if sign else _("Declined."))
    return redirect(access.release_url(releasable.about(exception).row))


def _ask(request: SignedInRequest, thing: Course | Document) -> HttpResponse:
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            excepting.ask(thing, by=request.user, **form.cleaned_data)
        except ExceptionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Asked for. It counts once a second person has signed it.")
            )
            return redirect(access.release_url(thing))
    context = {
        "code": thing.code,
        "back": access.release_url(thing),
        "form": form,
        "gaps": excepting.open_gaps(thing),
    }
    return render(request, "desk/ask_exception.html", context)
