"""Lessons and pages that a changed clause made stale: the list, and a trainer's word."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import reading
from courses.desk import access, stale
from courses.desk.accounts import ReasonForm
from courses.provisions.errors import ProvisionError
from courses.provisions.reaffirming import reaffirm
from courses.provisions.staleness import changed_blocks
from courses.tracing import lessons
from elearning.accounts.requests import SignedInRequest
from elearning.accounts.roles import Role
from elearning.languages import current

_PAGE = 25
#: A block of more letters is folded: the question comes first.
_LONG = 1500


@require_safe
@access.for_roles(*access.RELEASERS)
def listed(request: SignedInRequest) -> HttpResponse:
    """List the lessons that rest on a changed clause, block by block."""
    found = lessons.stale(access.courses_of(request.user))
    page = Paginator(list(found), _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Stale lessons and pages"),
        "page": page,
        "lessons": stale.lessons({key: found[key] for key in page.object_list}),
        "writes": request.user.has_role(Role.TRAINER),
    }
    return render(request, "desk/stale.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(Role.TRAINER)
def still_right(request: SignedInRequest, key: UUID) -> HttpResponse:
    """Say that a block of a lesson, or all of it, is still right by the changed clauses."""
    block = request.GET.get("block", "")
    rows = lessons.newest(access.courses_of(request.user))
    version = get_object_or_404(rows.select_related("unit__course"), unit__key=key)
    found = changed_blocks([version.pk])
    if block not in found.get(version.pk, {}):
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reaffirm(
                version,
                block,
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ProvisionError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. The text needs no change there."))
            return redirect("desk:stale")
    (line,) = stale.lessons({version.pk: {block: found[version.pk][block]}})
    blocks = reading.source().shown(version, current()) if block else []
    shown = next((one for one in blocks if one.id == block), None)
    context = {
        "version": version,
        "language": version.text(current()).language,
        "stale": line.blocks[0],
        "text_url": line.url,
        "shown": shown,
        "is_long": shown is not None and len(shown.words) > _LONG,
        "form": form,
        "consequences": _consequences(block),
    }
    return render(request, "desk/still_right.html", context)


def _consequences(block: str) -> list[str]:
    if block:
        return [
            _("Why it is still right is kept with your name."),
            _("The mark is taken off this block, and stays at others."),
        ]
    return [
        _("Why it is still right is kept with your name."),
        _("You stand for every part of the text: the marks are taken off all of them."),
    ]
