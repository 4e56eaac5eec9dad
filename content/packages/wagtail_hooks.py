"""Course packages in the studio's menu."""

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.packages import urls


@hooks.register("register_admin_urls")
def register_package_urls() -> list[URLPattern | URLResolver]:
    """Add the pages to the studio."""
    return [path("course-packages/", include(urls))]


@hooks.register("register_admin_menu_item")
def register_package_menu() -> MenuItem:
    """Add the menu item for course packages."""
    return MenuItem(
        _("Course packages"),
        reverse("packages:all"),
        name="packages",
        icon_name="download",
        order=220,
    )
