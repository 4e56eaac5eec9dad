"""What trainers read in the studio where Wagtail marks no words for translation."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import choosers
from wagtail.admin.paginator import WagtailPaginator
from wagtail_localize.views.report import TranslationsReportFilterSet

_TEXT = {"link_text": _("Text of the link")}
_LABELS = {
    choosers.ExternalLinkChooserForm: _TEXT,
    choosers.AnchorLinkChooserForm: _TEXT,
    choosers.PhoneLinkChooserForm: _TEXT | {"phone_number": _("Telephone number")},
    choosers.EmailLinkChooserForm: _TEXT
    | {
        "email_address": _("E-mail"),
        "subject": _("Subject of the letter"),
        "body": _("Text of the letter"),
    },
}
_FILTERS = {
    "source_locale": _("Language of the source"),
    "target_locale": _("Language of the translation"),
}


def mend() -> None:
    """Give Wagtail's forms, filters and counts our words; safe to repeat."""
    for form, labels in _LABELS.items():
        for name, label in labels.items():
            form.base_fields[name].label = label
    for name, label in _FILTERS.items():
        TranslationsReportFilterSet.base_filters[name].label = label
    WagtailPaginator.items_count_label = property(_count)


def _count(paginator: Any) -> str:
    """Say “Pages: 3”: a number before the noun asks for a form that we do not know."""
    things = gettext(str(paginator.verbose_name_plural))  # some have no translation yet
    return f"{capfirst(things)}: {paginator.count}"
