"""Texts of Wagtail’s admin that Wagtail does not mark for translation."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.sidebar import MainMenuModule
from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportFilterSet

_TEXT = {"link_text": _("Text of the link")}
_LABELS = {
    choosers.ExternalLinkChooserForm: _TEXT,
    choosers.AnchorLinkChooserForm: _TEXT,
    choosers.PhoneLinkChooserForm: _TEXT | {"phone_number": _("Telephone number")},
    choosers.EmailLinkChooserForm: _TEXT
    | {
        "email_address": _("E-mail"),
        "subject": _("Subject of the email"),
        "body": _("Text of the email"),
    },
}
_FILTERS = {
    "source_locale": _("Language of the source"),
    "target_locale": _("Language of the translation"),
}
#: Wagtail’s own words, which it translates once, in the language of the first request.
_CHOOSER = {"search_tab_label": "Search", "create_action_label": "Create"}
_arguments = MainMenuModule.js_args
_title = Page.get_admin_display_title


def override_wagtail_texts() -> None:
    """Replace texts of Wagtail’s forms, filters, counts and menu; safe to repeat."""
    for form, labels in _LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for name, label in _FILTERS.items():
        TranslationsReportFilterSet.base_filters[name].label = label
    for name, words in _CHOOSER.items():
        setattr(ChooserViewSet, name, _(words))
    MainMenuModule.js_args = _named
    Page.get_admin_display_title = _titled
    WagtailPaginator.items_count_label = property(_count)
    SearchView.verbose_name_plural = Page._meta.verbose_name_plural


def _count(paginator: Any) -> str:
    """Return “Pages: 3”: a number before the noun would need a form that we do not know."""
    things = gettext(str(paginator.verbose_name_plural))  # some have no translation yet
    return f"{capfirst(things)}: {paginator.count}"


def _named(menu: MainMenuModule) -> Any:
    """Show the signed-in person’s name, as on every page."""
    items, account_items, facts = _arguments(menu)
    return [items, account_items, facts | {"name": menu.user.get_short_name()}]


def _titled(page: Page) -> str:
    """Return a translated title for the root page, whose row says “Root”."""
    return gettext("All pages") if page.is_root() else _title(page)
