"""Refuse to delete what a version is rendered from; tell of two editors at once."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from content.publishing import colliding
from content.publishing.keeping import KeepingDelete, refuse
from content.publishing.media import MediaPolicy
from content.publishing.noting import is_held

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


for _model in (Image, Document):
    _policy = MediaPolicy(_model, owner_field_name="uploaded_by_user")
    # exactly: Wagtail registers its own when its apps are ready, before or after this
    register_permission_policy(_model, _policy, exact_class=True)

PagesAdminAPIViewSet.actions["delete"] = KeepingDelete


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


for _kind in ("page", "snippet"):
    hooks.register(f"before_edit_{_kind}", colliding.note_earlier)
    hooks.register(f"after_edit_{_kind}", colliding.tell)
