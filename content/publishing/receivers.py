"""Receivers for published, unpublished and moved pages."""

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page
from wagtail.signals import post_page_move, published, unpublished

from content.publishing.models import Versioned
from content.publishing.page_tree_manifest import update_course_proposal
from content.publishing.publication_versions import record_publication

if TYPE_CHECKING:
    from elearning.accounts.models import User


@receiver(published)
def record_published_version(
    instance: Any, revision: Any = None, **kwargs: Any
) -> None:
    """Record a version of the published content."""
    record_publication(instance, revision)


@receiver(unpublished)
def remove_unpublished_text(instance: Any, **kwargs: Any) -> None:
    """Remove content that is no longer live from the next edition."""
    _repropose(instance, by=_at_work() or _who_set_its_end(instance))


@receiver(post_page_move)
def update_moved_page(
    instance: Any, parent_page_before: Any = None, **kwargs: Any
) -> None:
    """Update the next editions of the courses that a page was moved to and from."""
    _repropose(instance, by=_at_work())
    if parent_page_before is not None:
        _repropose(parent_page_before, by=_at_work())


def _repropose(instance: Any, *, by: "set[User]") -> None:
    thing = instance.specific if isinstance(instance, Page) else instance
    if isinstance(thing, Versioned) and thing.unit_course is not None:
        update_course_proposal(thing.unit_course, by=by)


def _at_work() -> "set[User]":
    user = get_active_log_context().user
    return {user} if user is not None else set()


def _who_set_its_end(instance: Any) -> "set[User]":
    rows = instance.revisions.filter(user__isnull=False).select_related("user")
    return {row.user for row in rows if row.content.get("expire_at")}
