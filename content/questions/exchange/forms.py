"""Forms for the import and export of questions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from content.questions.exchange.exchange_formats import FORMATS
from content.questions.models import QuestionDraft
from content.questions.types import list_type_choices
from courses.desk.kit.filter_fields import CourseField
from courses.models import Course, Outcome
from elearning.accounts.models import User
from elearning.languages import list_language_choices


class _RemitForm(forms.Form):
    """A form about one course in the remit of ``reader``."""

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        courses = Course.objects.in_remit_of(reader)
        fields["course"].queryset = courses.order_by("code")
        outcome: Any = fields["outcome"]
        if (outcomes := getattr(outcome, "queryset", None)) is not None:
            outcome.queryset = outcomes.filter(course__in=courses.values("pk"))


def _courses() -> CourseField:
    return CourseField(
        to_field_name=None,
        empty_label=None,
        widget=_narrow(),
    )


def _narrow() -> forms.Select:
    """Return a select no wider than the page, however long its options are."""
    return forms.Select(attrs={"class": "w-w-full"})


class QuestionUploadForm(_RemitForm):
    """A file, and defaults for questions that lack a language or an outcome."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "GIFT, Moodle XML, QTI 2.1 or 3.0, CSV or XLSX, up to 5 MB. The "
            "format is recognised automatically."
        ),
    )
    course = _courses()
    language = forms.ChoiceField(
        label=_("Language of the texts"),
        choices=list_language_choices,
        help_text=_("For questions that do not name a language."),
    )
    outcome = forms.IntegerField(
        label=_("Outcome number"),
        required=False,
        min_value=1,
        help_text=_("For questions that do not name one. For example: 2."),
    )

    def clean(self) -> dict[str, Any]:
        data = cast("dict[str, Any]", super().clean())
        number, course = data.get("outcome"), data.get("course")
        if number and course:
            found = Outcome.objects.filter(course=course, number=number).first()
            if found is None:
                self.add_error(
                    "outcome", _("The course has no outcome with this number.")
                )
            data["outcome"] = found
        return data


class QuestionExportForm(_RemitForm):
    """The questions to export and the format; fields are named like the bank’s filters."""

    course = _courses()
    locale = forms.ModelChoiceField(
        Locale.objects.all(),
        label=_("Language"),
        required=False,
        empty_label=_("All languages"),
    )
    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[("", _("All types")), *list_type_choices()],
    )
    outcome = forms.ModelChoiceField(
        Outcome.objects.select_related("course").order_by("course__code", "number"),
        label=_("Outcome"),
        required=False,
        empty_label=_("All outcomes"),
        widget=_narrow(),
    )
    must_pass = forms.TypedChoiceField(
        label=_("Must-pass"),
        required=False,
        choices=[
            ("", _("All questions")),
            ("true", _("Only must-pass questions")),
            ("false", _("Only the others")),
        ],
        coerce="true".__eq__,
        empty_value=None,
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(one.name, one.label) for one in FORMATS.values()]
    )

    def wanted(self) -> set[int]:
        data = self.cleaned_data
        rows = QuestionDraft.objects.filter(course=data["course"])
        for name in ("locale", "type", "outcome"):
            if data[name]:
                rows = rows.filter(**{name: data[name]})
        if data["must_pass"] is not None:
            rows = rows.filter(must_pass=data["must_pass"])
        return set(rows.values_list("pk", flat=True))
