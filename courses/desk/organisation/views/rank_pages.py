"""Ranks of the service, added and changed by the ministry’s office."""

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk.kit import access
from courses.desk.kit.form_page import FormPage, build_crumbs, handle_form_page
from courses.desk.kit.list_page import paginate_rows
from courses.desk.organisation.forms import MINISTRY, ORGANISATION, build_title_initial
from courses.desk.organisation.post_forms import NewRankForm, RankForm
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff.errors import StaffError
from elearning.staff.models import Rank, RankHeld, StaffMember, in_force
from elearning.staff.ranks import create_rank, update_rank


@require_safe
@access.require_role(*MINISTRY)
def list_ranks(request: SignedInRequest) -> HttpResponse:
    """List the ranks, lowest first, with their holders in the remit."""
    page = paginate_rows(request, Rank.objects.all())
    people = StaffMember.objects.in_remit_of(request.user, roles=MINISTRY)
    people = people.employed(timezone.localdate())
    held = RankHeld.objects.filter(
        in_force(timezone.localdate()), staff_member__in=people.values("pk")
    )
    numbers = held.order_by().values_list("rank")
    holders = dict(numbers.annotate(Count("staff_member", distinct=True)))
    context = {
        "title": _("Ranks"),
        "crumbs": build_crumbs(ORGANISATION),
        "page": page,
        "lines": [(rank, holders.get(rank.pk, 0)) for rank in page],
    }
    return render(request, "desk/organisation/ranks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def add_rank(request: SignedInRequest) -> HttpResponse:
    """Add a rank."""
    form = NewRankForm(request.POST or None)
    title = _("Add a rank")

    def act(given: dict[str, Any]) -> str:
        rank = create_rank(
            given["code"], form.titles, order=given["order"], by=request.user
        )
        return _("%(title)s added.") % {"title": rank.title}

    return handle_form_page(request, form, _form_page(title, title), act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def edit_rank(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the titles of a rank, or its place in the order."""
    rank = get_object_or_404(Rank, code=code)
    form = RankForm(
        request.POST or None, initial=build_title_initial(rank) | {"order": rank.order}
    )
    page = _form_page(_("Change the rank"), _("Save the rank"), rank.title)

    def act(given: dict[str, Any]) -> str:
        changed = update_rank(rank, form.titles, order=given["order"], by=request.user)
        return _("Rank changed.") if changed else _("Nothing was changed.")

    return handle_form_page(request, form, page, act, StaffError)


def _form_page(title: str, action: str, about: str = "") -> FormPage:
    crumbs = build_crumbs(ORGANISATION, ("desk:organisation:ranks", _("Ranks")))
    return FormPage(title, action, crumbs=crumbs, about=about)
