"""The studio’s menus and hooks, reduced to what trainers need."""

from typing import TYPE_CHECKING, Any, cast

from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize import wagtail_hooks as localize

from content.studio import release_handover, stale_warnings, translation_submissions
from content.studio.citations import urls as citing_urls
from content.studio.fact_checks import urls as facts_urls
from content.studio.new_course import urls as new_course_urls
from content.studio.recordings import urls as recordings_urls
from content.studio.trainer_permissions import can_add_course
from content.studio.translations import urls as translate_urls
from content.studio.wagtail_texts import override_wagtail_texts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from elearning.accounts.models import User

#: Entries that lead to other sites, or to pages that we replace.
HIDDEN = {"help"}
HIDDEN_SETTINGS = {"users", "groups", "sites", "redirects"}

#: The maximum number of characters pasted into one passage: some thirty pages.
LONGEST_PASTE = 60_000

override_wagtail_texts()
#: The library’s buttons for rows of lists. Those of pages take queries for each row,
#: and are repeated in the header of each page; those of questions lead to an editor
#: that is not ours.
_NOT_IN_ROWS = {
    "register_page_listing_more_buttons": localize.page_listing_more_buttons,
    "register_snippet_listing_buttons": localize.register_snippet_listing_buttons,
}
for _hook, _button in _NOT_IN_ROWS.items():
    _registered = hooks._hooks[_hook]  # noqa: SLF001 — no other way to take one out
    _registered[:] = [one for one in _registered if one[0] is not _button]


@hooks.register("insert_editor_js")
def insert_paste_script() -> str:
    """Add the script that cleans text pasted from word processors and limits its length."""
    words = _(
        "This text is about %s pages long, too long for one passage. "
        "Nothing was pasted. Paste it section by section, each into its "
        "own block or page."
    )
    return format_html(
        '<script src="{}" data-longest="{}" data-too-long="{}"></script>',
        static("content/js/paste.js"),
        LONGEST_PASTE,
        words,
    )


@hooks.register("insert_editor_js")
def insert_citation_script() -> str:
    """Add the script that suggests provisions where citations are typed."""
    return format_html(
        '<script src="{}" data-url="{}" data-found="{}" data-none="{}" data-name="{}" defer>'
        "</script>",
        static("content/js/citations.js"),
        reverse("studio_cite:offered"),
        _("Provisions found: %s"),
        _("No provision contains these words. Try its number, or fewer words."),
        _("Provisions to cite"),
    )


@hooks.register("insert_editor_js")
def insert_stale_block_script() -> str:
    """Add the script that marks blocks whose clauses have changed."""
    return format_html(
        '<script src="{}" defer></script>', static("content/js/stale.js")
    )


@hooks.register("insert_global_admin_css")
def insert_studio_styles() -> str:
    """Add our few styles to Wagtail’s."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("content/css/studio.css")
    )


@hooks.register("register_admin_urls", order=-1)
def register_submission_urls() -> list[URLPattern]:
    """Take precedence over the library, which lets every translator submit every page."""
    return translation_submissions.urlpatterns


@hooks.register("register_admin_urls")
def register_studio_urls() -> list[URLPattern | URLResolver]:
    """Add the URLs of translation, citation search, new courses, facts and recordings."""
    return [
        path("translate/", include(translate_urls)),
        path("cite/", include(citing_urls)),
        path("courses/", include(new_course_urls)),
        path("facts/", include(facts_urls)),
        path("recordings/", include(recordings_urls)),
    ]


@hooks.register("construct_main_menu")
def clean_main_menu(request: "HttpRequest", menu_items: list[Any]) -> None:
    """Remove entries that trainers do not need, and add the guide for authors."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN]
    guide = MenuItem(
        _("Guide for authors"),
        reverse("content:authors"),
        name="guide",
        icon_name="help",
        order=9000,
    )
    menu_items.append(guide)


class NewCourseMenuItem(MenuItem):
    """The menu item for a new course, shown to those who may add one."""

    def is_shown(self, request: "HttpRequest") -> bool:
        return can_add_course(cast("User", request.user))


@hooks.register("register_admin_menu_item")
def build_new_course_item() -> MenuItem:
    """Return the menu item for a new course."""
    return NewCourseMenuItem(
        gettext_lazy("New course"),
        reverse("studio_courses:new"),
        name="new-course",
        icon_name="plus",
        order=210,
    )


@hooks.register("register_admin_menu_item")
def build_facts_item() -> MenuItem:
    """Return the menu item for facts to verify."""
    return MenuItem(
        gettext_lazy("Facts to verify"),
        reverse("studio_facts:all"),
        name="facts",
        icon_name="list-ul",
        order=230,
    )


@hooks.register("register_admin_menu_item")
def build_recordings_item() -> MenuItem:
    """Return the menu item for films and recordings."""
    return MenuItem(
        gettext_lazy("Videos and recordings"),
        reverse("studio_recordings:all"),
        name="recordings",
        icon_name="media",
        order=330,
    )


@hooks.register("construct_page_action_menu")
@hooks.register("construct_snippet_action_menu")
def relabel_publish_action(
    menu_items: list[Any], request: "HttpRequest", context: dict[str, Any]
) -> None:
    """Label publishing as what it is here: handover of a version for release."""
    for item in menu_items:
        if item.name == "action-publish":
            item.label = _("Hand over for release")


@hooks.register("construct_settings_menu")
def clean_settings_menu(request: "HttpRequest", menu_items: list[Any]) -> None:
    """Remove accounts, roles and sites: they have screens of our own."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_homepage_panels")
def clean_home_panels(request: "HttpRequest", panels: list[Any]) -> None:
    """Remove notices about new versions of Wagtail."""
    noisy = {"UpgradeNotificationPanel", "WhatsNewInWagtailVersionPanel"}
    panels[:] = [panel for panel in panels if type(panel).__name__ not in noisy]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def mark_autosaves(request: "HttpRequest", instance: Any) -> None:
    """Mark autosaves: they ask for a response that is not HTML."""
    instance.is_saved_by_itself = not request.accepts("text/html")


hooks.register("after_publish_page", release_handover.redirect_after_handover)
hooks.register("after_unpublish_page", release_handover.redirect_after_withdrawal)
for _kind in ("page", "snippet"):
    hooks.register(f"before_edit_{_kind}", stale_warnings.warn_of_stale_clauses)
