"""Hooks that refuse deletion of content in use, and translations before their source."""

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

from content.publishing import edit_conflicts, page_permissions, translation_order
from content.publishing.deletion_guard import (
    GuardedDeleteAction,
    explain_remaining_languages,
    refuse_deletion,
)
from content.publishing.media_protection import MediaPermissionPolicy
from content.publishing.models import Versioned
from content.publishing.publication_versions import has_protected_revision
from content.publishing.translation_order import OrderedPublishAction

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


for _model in (Image, Document):
    _policy = MediaPermissionPolicy(_model, owner_field_name="uploaded_by_user")
    # exact_class: Wagtail registers its own when its apps are ready, before or after
    # this
    register_permission_policy(_model, _policy, exact_class=True)

register_permission_policy(AbstractPage, page_permissions.SectionPermissionPolicy())

PagesAdminAPIViewSet.actions["delete"] = GuardedDeleteAction
PagesAdminAPIViewSet.actions["publish"] = OrderedPublishAction


@hooks.register("construct_page_chooser_queryset")
def limit_page_chooser(pages: Any, request: "HttpRequest") -> Any:
    """Offer only pages that the author may link to, none of courses outside their remit."""
    return page_permissions.filter_linkable_pages(pages, request.user)


@hooks.register("before_move_page")
def refuse_page_move(request: "HttpRequest", page: Page, destination: Page) -> None:
    """Refuse before the confirmation page, which names both pages."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("before_publish_page")
def refuse_early_page(request: "HttpRequest", page: Page) -> "HttpResponse | None":
    """Keep a translation a draft until its source is published or scheduled."""
    thing = page.specific
    if not (words := translation_order.explain_early_translation(thing)):
        return None
    translation_order.record_refused_publication(thing, words, by=request.user)
    messages.error(request, words)
    return redirect(translation_order.build_editor_url(thing))


@hooks.register("before_edit_snippet")
def save_early_snippet_as_draft(request: "HttpRequest", instance: Any) -> None:
    """Save a question as a draft if its source must be published first."""
    if "action-publish" not in request.POST:
        return
    if not (words := translation_order.explain_early_translation(instance)):
        return
    sent = request.POST.copy()
    del sent["action-publish"]
    request.POST = sent  # type: ignore[assignment]  # Django allows assignment
    request.early = words  # type: ignore[attr-defined]


@hooks.register("after_edit_snippet")
def report_early_snippet(request: "HttpRequest", instance: Any) -> None:
    """Tell the author, once the draft is saved, that it was not published."""
    if words := getattr(request, "early", ""):
        translation_order.record_refused_publication(instance, words, by=request.user)
        messages.error(request, words)


@hooks.register("before_delete_page")
def refuse_page_deletion(request: "HttpRequest", page: Page) -> "HttpResponse | None":
    """Refuse to delete a page in use, or one with such a page below it."""
    if not has_protected_revision(page.get_descendants(inclusive=True)):
        return None
    messages.error(request, refuse_deletion(page, by=request.user))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_bulk_deletion(
    request: "HttpRequest", action: str, objects: Any, view: Any
) -> "HttpResponse | None":
    """Refuse to delete many at once if any is in use."""
    if action != "delete" or request.method != "POST":
        return None
    for thing in objects:
        below = (
            thing.get_descendants(inclusive=True)
            if isinstance(thing, Page)
            else [thing]
        )
        if has_protected_revision(below):
            messages.error(request, refuse_deletion(thing, by=request.user))
            return redirect(view.next_url)
    return None


@hooks.register("before_delete_snippet")
def refuse_snippet_deletion(
    request: "HttpRequest", instances: Any
) -> "HttpResponse | None":
    """Refuse to delete questions in use."""
    for thing in instances:
        if has_protected_revision([thing]):
            messages.error(request, refuse_deletion(thing, by=request.user))
            return redirect(request.path.rsplit("/delete/", 1)[0] + "/")
    return None


@hooks.register("after_unpublish")
def warn_of_remaining_languages(request: "HttpRequest", thing: Any) -> None:
    """Warn that another language keeps an unpublished question in the next edition."""
    if isinstance(thing, Versioned) and (words := explain_remaining_languages(thing)):
        messages.warning(request, words)


for _kind in ("page", "snippet"):
    hooks.register(f"before_edit_{_kind}", edit_conflicts.detect_edit_conflict)
    hooks.register(f"after_edit_{_kind}", edit_conflicts.warn_of_edit_conflict)
