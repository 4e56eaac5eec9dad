"""Refuse to delete what a version is rendered from, and a translation before its source."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import AbstractPage, Page
from wagtail.permissions import register_permission_policy

from content.publishing import colliding, preceding, sections
from content.publishing.keeping import KeepingDelete, left_in, refuse
from content.publishing.media import MediaPolicy
from content.publishing.models import Versioned
from content.publishing.noting import is_held
from content.publishing.preceding import OrderlyPublish

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


for _model in (Image, Document):
    _policy = MediaPolicy(_model, owner_field_name="uploaded_by_user")
    # exactly: Wagtail registers its own when its apps are ready, before or after this
    register_permission_policy(_model, _policy, exact_class=True)

register_permission_policy(AbstractPage, sections.SectionPolicy())

PagesAdminAPIViewSet.actions["delete"] = KeepingDelete
PagesAdminAPIViewSet.actions["publish"] = OrderlyPublish


@hooks.register("construct_page_chooser_queryset")
def offer_own_pages(pages: Any, request: "HttpRequest") -> Any:
    """Offer no link to a page of a course that the author does not look after."""
    return sections.choosable(pages, request.user)


@hooks.register("before_move_page")
def refuse_move(request: "HttpRequest", page: Page, destination: Page) -> None:
    """Refuse before the question what is refused after it: it names both pages."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_publish_page")
def keep_early_page(request: "HttpRequest", page: Page) -> "HttpResponse | None":
    """Keep a translation a draft until its source is published, now or at a set time."""
    thing = page.specific
    if not (words := preceding.early(thing)):
        return None
    preceding.note(thing, words, by=request.user)
    messages.error(request, words)
    return redirect(preceding.editor_of(thing))


@hooks.register("before_edit_snippet")
def keep_early_snippet(request: "HttpRequest", instance: Any) -> None:
    """Do the same for a question: what was to be published is saved as a draft."""
    if "action-publish" not in request.POST:
        return
    if not (words := preceding.early(instance)):
        return
    sent = request.POST.copy()
    del sent["action-publish"]
    request.POST = sent  # type: ignore[assignment]  # Django lets it be set
    request.early = words  # type: ignore[attr-defined]


@hooks.register("after_edit_snippet")
def tell_of_early_snippet(request: "HttpRequest", instance: Any) -> None:
    """Say so once the draft is saved."""
    if words := getattr(request, "early", ""):
        preceding.note(instance, words, by=request.user)
        messages.error(request, words)


@hooks.register("before_delete_page")
def keep_published_page(request: "HttpRequest", page: Page) -> "HttpResponse | None":
    """Send the editor back from deleting a page (or one below it) that is in use."""
    if not is_held(page.get_descendants(inclusive=True)):
        return None
    messages.error(request, refuse(page, by=request.user))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_published_pages(
    request: "HttpRequest", action: str, objects: Any, view: Any
) -> "HttpResponse | None":
    """Do the same for many at once."""
    if action != "delete" or request.method != "POST":
        return None
    for thing in objects:
        below = (
            thing.get_descendants(inclusive=True)
            if isinstance(thing, Page)
            else [thing]
        )
        if is_held(below):
            messages.error(request, refuse(thing, by=request.user))
            return redirect(view.next_url)
    return None


@hooks.register("before_delete_snippet")
def keep_published_snippet(
    request: "HttpRequest", instances: Any
) -> "HttpResponse | None":
    """Do the same for a question."""
    for thing in instances:
        if is_held([thing]):
            messages.error(request, refuse(thing, by=request.user))
            return redirect(request.path.rsplit("/delete/", 1)[0] + "/")
    return None


@hooks.register("after_unpublish")
def tell_what_stays(request: "HttpRequest", thing: Any) -> None:
    """Say so where another language keeps an unpublished question in the next edition."""
    if isinstance(thing, Versioned) and (words := left_in(thing)):
        messages.warning(request, words)


for _kind in ("page", "snippet"):
    hooks.register(f"before_edit_{_kind}", colliding.note_earlier)
    hooks.register(f"after_edit_{_kind}", colliding.tell)
