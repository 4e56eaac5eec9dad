"""Forms for releases: plan, material change, language exception, page weight."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.desk.kit import access
from courses.desk.kit.date_fields import DayField
from courses.desk.kit.form_page import FormPage, build_crumbs
from courses.models import Course
from courses.provisions.models import Document
from courses.release.language_exceptions import LONGEST, compute_last_exception_day

_REASON = {"rows": 3}
_MOMENT = {"type": "datetime-local", "class": "width-m"}


class ReleasePlanForm(forms.Form):
    """The moment of a planned release."""

    due = forms.DateTimeField(
        label=_("Day and time"),
        widget=forms.DateTimeInput(attrs=_MOMENT, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Choose a date and time in the future.")},
    )


class MaterialChangeForm(forms.Form):
    """Whether holders of older certificates need to know of a change, and why."""

    is_material = forms.BooleanField(
        label=_("Holders of older certificates need to know about it"),
        required=False,
    )
    material_reason = forms.CharField(
        label=_("Why they need to know about it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=_REASON),
        help_text=_("They read this above the lessons that have changed."),
    )

    def clean(self) -> dict[str, Any]:
        """Require a reason for a material change, and the tick if there is a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        reason = " ".join((cleaned.get("material_reason") or "").split())
        if cleaned.get("is_material") and not reason:
            self.add_error(
                "material_reason", _("Say in a sentence why they have to know.")
            )
        if reason and not cleaned.get("is_material"):
            self.add_error("is_material", _("Tick this, or leave the reason empty."))
        cleaned["material_reason"] = reason
        return cleaned


class CourseReleasePlanForm(MaterialChangeForm, ReleasePlanForm):
    """The moment of a course release, and whether it is a material change."""

    field_order = ("due",)


class LanguageExceptionForm(forms.Form):
    """The last day on which Kazakh and Russian may differ, with a reason."""

    until = DayField(
        _("Last day"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=_REASON),
        help_text=_("Why it cannot wait, and when the translation will be ready."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Limit the date field to the days that an exception may have."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        days = {
            "min": today.isoformat(),
            "max": compute_last_exception_day(today).isoformat(),
        }
        self.fields["until"].widget.attrs.update(days)
        self.fields["until"].help_text = _("At most %(days)d days from today.") % {
            "days": LONGEST
        }


class PageWeightForm(forms.Form):
    """The reason why a page may exceed its weight budget."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs=_REASON),
        help_text=_("Why learners on a slow connection have to load so much."),
    )


def build_release_form_page(
    thing: Course | Document, title: str, action: str, what: str = ""
) -> FormPage:
    """Return the page of a form about the release of a course or a guideline."""
    releases = build_crumbs(("desk:release", gettext("Releases")))
    return FormPage(
        title,
        action,
        crumbs=[*releases, (access.get_release_url(thing), thing.code)],
        about=thing.code,
        what=what,
    )
