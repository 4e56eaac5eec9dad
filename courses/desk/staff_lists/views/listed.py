"""The list of staff lists."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.desk import access
from courses.desk.staff_lists.looks import lists_of, part_of, state_of
from elearning.accounts.requests import SignedInRequest

_PAGE = 50


@require_safe
@access.for_roles(*access.PERSONNEL)
def staff_lists(request: SignedInRequest) -> HttpResponse:
    """List the lists of the officer's part of the service, the newest first."""
    page = Paginator(lists_of(request.user), _PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Staff lists"),
        "page": page,
        "lines": [
            {"one": one, "state": state_of(one), "part": part_of(one)} for one in page
        ],
    }
    return render(request, "desk/staff_lists/list.html", context)
