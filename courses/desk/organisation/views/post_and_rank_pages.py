"""Positions, their categories and ranks, kept by the ministry’s office."""

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
from courses.desk.organisation.post_forms import (
    NewPostCategoryForm,
    NewPostForm,
    NewRankForm,
    PostCategoryForm,
    PostForm,
    RankForm,
)
from elearning.accounts.signed_in_request import SignedInRequest
from elearning.staff import posts as positions
from elearning.staff.classification import assign_post_category
from elearning.staff.errors import StaffError
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    PostCategory,
    Rank,
    RankHeld,
    StaffMember,
    in_force,
)
from elearning.staff.ranks import create_rank, update_rank


@require_safe
@access.require_role(*MINISTRY)
def list_posts(request: SignedInRequest) -> HttpResponse:
    """List the positions, with their holders in the remit, and the categories."""
    found = Post.objects.select_related("category").order_by("code")
    page = paginate_rows(request, found)
    places = Establishment.objects.visible_to(request.user, roles=MINISTRY)
    held = Appointment.objects.filter(
        in_force(timezone.localdate()), establishment__in=places.values("pk")
    )
    numbers = held.order_by().values_list("post")
    holders = dict(numbers.annotate(Count("staff_member", distinct=True)))
    context = {
        "title": _("Positions and categories"),
        "crumbs": build_crumbs(ORGANISATION),
        "page": page,
        "lines": [(post, holders.get(post.pk, 0)) for post in page],
        "categories": PostCategory.objects.annotate(number=Count("posts")),
    }
    return render(request, "desk/organisation/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def add_post(request: SignedInRequest) -> HttpResponse:
    """Add a position."""
    form = NewPostForm(request.POST or None)
    title = _("Add a position")

    def act(given: dict[str, Any]) -> str:
        post = positions.create_post(
            given["code"],
            form.titles,
            category=given["category"],
            external_id=given["external_id"],
            by=request.user,
        )
        return _("%(title)s added.") % {"title": post.title}

    return handle_form_page(request, form, _form_page(title, title), act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def edit_post(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the titles or the category of a position."""
    post = get_object_or_404(Post.objects.select_related("category"), code=code)
    now = build_title_initial(post) | {
        "category": post.category,
        "external_id": post.external_id,
    }
    form = PostForm(request.POST or None, initial=now)
    text = _(
        "A new category applies from today: courses in rules that name "
        "it become required for these people. Reports for earlier dates "
        "stay as they were."
    )
    page = _form_page(
        _("Change the position"), _("Save the position"), post.title, text
    )

    def act(given: dict[str, Any]) -> str:
        key = given["external_id"]
        changed = [
            *positions.update_post(post, form.titles, external_id=key, by=request.user),
            *assign_post_category(post, given["category"], by=request.user),
        ]
        return _("Position changed.") if changed else _("Nothing was changed.")

    return handle_form_page(request, form, page, act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def add_post_category(request: SignedInRequest) -> HttpResponse:
    """Add a category of positions."""
    form = NewPostCategoryForm(request.POST or None)
    title = _("Add a category")

    def act(given: dict[str, Any]) -> str:
        category = positions.create_post_category(
            given["code"], form.titles, by=request.user
        )
        return _("%(title)s added.") % {"title": category.title}

    return handle_form_page(request, form, _form_page(title, title), act, StaffError)


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def edit_post_category(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the titles of a category of positions."""
    category = get_object_or_404(PostCategory, code=code)
    form = PostCategoryForm(request.POST or None, initial=build_title_initial(category))
    page = _form_page(_("Change the category"), _("Save the category"), category.title)

    def act(given: dict[str, Any]) -> str:
        changed = positions.update_post_category(category, form.titles, by=request.user)
        return _("Category changed.") if changed else _("Nothing was changed.")

    return handle_form_page(request, form, page, act, StaffError)


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

    return handle_form_page(
        request, form, _rank_form_page(title, title), act, StaffError
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.require_role(*MINISTRY)
def edit_rank(request: SignedInRequest, code: str) -> HttpResponse:
    """Change the titles of a rank, or its place in the order."""
    rank = get_object_or_404(Rank, code=code)
    form = RankForm(
        request.POST or None, initial=build_title_initial(rank) | {"order": rank.order}
    )
    page = _rank_form_page(_("Change the rank"), _("Save the rank"), rank.title)

    def act(given: dict[str, Any]) -> str:
        changed = update_rank(rank, form.titles, order=given["order"], by=request.user)
        return _("Rank changed.") if changed else _("Nothing was changed.")

    return handle_form_page(request, form, page, act, StaffError)


def _form_page(title: str, action: str, about: str = "", text: str = "") -> FormPage:
    here = ("desk:organisation:posts", _("Positions and categories"))
    crumbs = build_crumbs(ORGANISATION, here)
    return FormPage(title, action, crumbs=crumbs, about=about, intro=text)


def _rank_form_page(title: str, action: str, about: str = "") -> FormPage:
    crumbs = build_crumbs(ORGANISATION, ("desk:organisation:ranks", _("Ranks")))
    return FormPage(title, action, crumbs=crumbs, about=about)
