"""What trainers may do in the studio; recreated after every migrate."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
)

from content.guidelines.models import GuidelineIndex
from content.models import CoursePage
from elearning.accounts.roles import Role
from elearning.languages import CODES

#: Trainers write and publish; releasing an edition is done at the desk, by another.
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


def recreate(**kwargs: Any) -> None:
    """Give trainers their permissions and the pages their languages; safe to repeat."""
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
    for page in [*CoursePage.objects.all(), *GuidelineIndex.objects.all()]:
        grant(page)


def grant(page: Page) -> None:
    """Let trainers write in the section below ``page``."""
    group, _created = Group.objects.get_or_create(name=Role.TRAINER.value)
    for codename in PAGE_PERMISSIONS:
        if permission := _permission("wagtailcore", codename):
            GroupPagePermission.objects.get_or_create(
                group=group, page=Page.objects.get(pk=page.pk), permission=permission
            )


def _permission(app: str, codename: str) -> Permission | None:
    found = Permission.objects.filter(content_type__app_label=app, codename=codename)
    return found.first()
