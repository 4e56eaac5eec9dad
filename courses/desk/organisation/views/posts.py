"""Positions and their categories, made and changed by the ministry's office."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.desk import access
from courses.desk.organisation.answering import Sheet, answer, organisation_crumbs
from courses.desk.organisation.forms import MINISTRY, titles_of
from courses.desk.organisation.post_forms import (
    CategoryForm,
    NewCategoryForm,
    NewPostForm,
    PostForm,
)
from elearning.accounts.requests import SignedInRequest
from elearning.staff import posts as positions
from elearning.staff.classifying import categorise
from elearning.staff.models import (
    Appointment,
    Establishment,
    Post,
    PostCategory,
    in_force,
)

_PAGE = 50


@require_safe
@access.for_roles(*MINISTRY)
def posts(request: SignedInRequest) -> HttpResponse:
    """List the positions with their holders inside the remit, and the categories."""
    found = Post.objects.select_related("category").order_by("code")
    page = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    places = Establishment.objects.visible_to(request.user, roles=MINISTRY)
    held = Appointment.objects.filter(
        in_force(access.today()), establishment__in=places.values("pk")
    )
    numbers = held.order_by().values_list("post")
    holders = dict(numbers.annotate(Count("staff_member", distinct=True)))
    context = {
        "title": _("Positions and categories"),
        "crumbs": organisation_crumbs(),
        "page": page,
        "lines": [(post, holders.get(post.pk, 0)) for post in page],
        "categories": PostCategory.objects.annotate(number=Count("posts")),
    }
    return render(request, "desk/organisation/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def add(request: SignedInRequest) -> HttpResponse:
    """Add a position."""
    form = NewPostForm(request.POST or None)
    title = _("Add a position")

    def act(given: dict[str, Any]) -> str:
        post = positions.make_post(
            given["code"],
            form.titles,
            category=given["category"],
            external_id=given["external_id"],
            by=request.user,
        )
        return _("%(title)s is added.") % {"title": post.title}

    return answer(request, form, _sheet(title, title), act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def change(request: SignedInRequest, code: str) -> HttpResponse:
    """Call a position otherwise, or put it into another category."""
    post = get_object_or_404(Post.objects.select_related("category"), code=code)
    now = titles_of(post) | {"category": post.category, "external_id": post.external_id}
    form = PostForm(request.POST or None, initial=now)
    text = _(
        "A new category counts from today on: rules that name it ask their courses of "
        "these people then. Reports of earlier days stay."
    )
    sheet = _sheet(_("Change the position"), _("Save the position"), post.title, text)

    def act(given: dict[str, Any]) -> str:
        key = given["external_id"]
        changed = [
            *positions.change_post(post, form.titles, external_id=key, by=request.user),
            *categorise(post, given["category"], by=request.user),
        ]
        return _("The position is changed.") if changed else _("Nothing was changed.")

    return answer(request, form, sheet, act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def add_category(request: SignedInRequest) -> HttpResponse:
    """Add a category of positions."""
    form = NewCategoryForm(request.POST or None)
    title = _("Add a category")

    def act(given: dict[str, Any]) -> str:
        category = positions.make_category(given["code"], form.titles, by=request.user)
        return _("%(title)s is added.") % {"title": category.title}

    return answer(request, form, _sheet(title, title), act)


@require_http_methods(["GET", "HEAD", "POST"])
@access.for_roles(*MINISTRY)
def change_category(request: SignedInRequest, code: str) -> HttpResponse:
    """Call a category of positions otherwise."""
    category = get_object_or_404(PostCategory, code=code)
    form = CategoryForm(request.POST or None, initial=titles_of(category))
    sheet = _sheet(_("Change the category"), _("Save the category"), category.title)

    def act(given: dict[str, Any]) -> str:
        changed = positions.change_category(category, form.titles, by=request.user)
        return _("The category is changed.") if changed else _("Nothing was changed.")

    return answer(request, form, sheet, act)


def _sheet(title: str, action: str, about: str = "", text: str = "") -> Sheet:
    back = reverse("desk:organisation:posts")
    crumbs = [*organisation_crumbs(), (back, _("Positions and categories"))]
    return Sheet(title, about, action, back, crumbs, text)
