"""Permissions of trainers in the studio; recreated after every migrate."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
)

from content.models import HomePage
from courses.models import CourseRemit
from elearning.accounts.roles import Role
from elearning.languages import CODES

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Trainers write and publish; another person releases editions at the desk.
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")
MODEL_PERMISSIONS = (
    ("wagtailadmin", "access_admin"),
    ("questions", "add_questiondraft"),
    ("questions", "change_questiondraft"),
    ("questions", "publish_questiondraft"),
    ("questions", "view_questiondraft"),
    ("questions", "add_casedraft"),
    ("questions", "change_casedraft"),
    ("questions", "publish_casedraft"),
    ("questions", "view_casedraft"),
    ("wagtail_localize", "submit_translation"),
)
COLLECTION_PERMISSIONS = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)


def recreate_trainer_permissions(**kwargs: Any) -> None:
    """Give trainers their permissions, and create the languages; safe to repeat."""
    for code in CODES:
        Locale.objects.get_or_create(language_code=code)
    group, _created = Group.objects.get_or_create(name=Role.TRAINER.value)
    for app, codename in MODEL_PERMISSIONS:
        if permission := _permission(app, codename):
            group.permissions.add(permission)
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for app, codename in COLLECTION_PERMISSIONS:
        if permission := _permission(app, codename):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=root, permission=permission
            )
    homes = HomePage.objects.all()
    # earlier versions had rows on each course and each guideline index
    GroupPagePermission.objects.filter(group=group).exclude(page__in=homes).delete()
    for home in homes:
        grant_page_permissions(home)


def grant_page_permissions(page: Page) -> None:
    """Let trainers write below ``page``, in the sections open to each."""
    group, _created = Group.objects.get_or_create(name=Role.TRAINER.value)
    for codename in PAGE_PERMISSIONS:
        if permission := _permission("wagtailcore", codename):
            GroupPagePermission.objects.get_or_create(
                group=group, page=Page.objects.get(pk=page.pk), permission=permission
            )


def can_add_course(user: "User") -> bool:
    """Tell whether ``user`` may add a course: not with a remit of some courses only."""
    writes = user.has_perm("questions.add_questiondraft")
    return user.is_active and writes and not CourseRemit.objects.bind(user)


def _permission(app: str, codename: str) -> Permission | None:
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found.first()
