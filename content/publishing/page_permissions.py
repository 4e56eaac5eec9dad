"""Page permissions: authors write in the courses in their remit and in the guidelines.

Groups hold their permissions on the front page of each language. This module decides
what those permissions cover, so that no query grows with the number of courses.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import Course

#: Depth of the front page of a course: below the root and the home of a language.
_DEPTH = 3
#: Length of the path of a front page; the paths of all its pages begin with it.
SECTION = _DEPTH * Page.steplen
#: Attributes of a user that cache their sections and pages during a request.
_KEPT = "_open_sections"
_EXPLORED = "_explorable_pages"


def list_open_sections(user: Any) -> QuerySet[Page]:
    """Return the front pages of courses and the guideline indexes open to ``user``."""
    theirs = Course.objects.in_remit_of(user).values("pk")
    is_open = Q(coursepage__course__in=theirs) | Q(guidelineindex__isnull=False)
    return Page.objects.filter(is_open, depth=_DEPTH)


def filter_linkable_pages(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Keep pages that ``user`` may link to: all but those of courses outside their remit."""
    theirs = Course.objects.in_remit_of(user).values("pk")
    others = Page.objects.filter(depth=_DEPTH, coursepage__isnull=False)
    return pages.exclude(pk__in=_below(others.exclude(coursepage__course__in=theirs)))


def _below(sections: QuerySet[Page]) -> QuerySet[Page]:
    """Return the keys of all pages in ``sections``; search supports no other condition."""
    above = sections.filter(path=Left(OuterRef("path"), SECTION))
    return Page.objects.filter(Exists(above)).values("pk")


def _is_open(page: Page, user: Any) -> bool:
    paths = getattr(user, _KEPT, None)
    if paths is None:
        paths = frozenset(list_open_sections(user).values_list("path", flat=True))
        setattr(user, _KEPT, paths)
    return page.path[:SECTION] in paths


class SectionPermissionPolicy(PagePermissionPolicy):
    """Wagtail’s rule for pages, limited to the sections open to the user."""

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Any, instance: Page
    ) -> bool:
        """Tell whether ``user`` may do one of ``actions`` to ``instance``."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return allowed and (user.is_superuser or _is_open(instance, user))

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Any
    ) -> QuerySet[Page]:
        """Return the pages to which ``user`` may do one of ``actions``."""
        pages = super().instances_user_has_any_permission_for(user, actions)
        theirs = pages.filter(pk__in=_below(list_open_sections(user)))
        return pages if user.is_superuser else theirs

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        """Return the pages shown to ``user`` in lists, with the pages above them."""
        pages = getattr(user, _EXPLORED, None)
        if pages is None:
            rows = self.get_cached_permissions_for_user(user)
            homes = {row.page_id for row in rows}
            pages = super().explorable_instances(user)
            pages |= self.model._default_manager.filter(pk__in=homes)
            setattr(user, _EXPLORED, pages)
        return pages.all()


class SectionPermissionTester(PagePermissionTester):
    """Wagtail’s rule for one page, limited to the sections open to the user."""

    def __init__(self, user: Any, page: Page) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser and not _is_open(page, user):
            self.permissions: set[str] = set()
