"""Forms for the parity table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.filter_fields import build_course_field
from courses.desk.parity.guideline_parity import KIND
from courses.desk.parity.parity_states import ParityState, list_filter_courses
from courses.models import Unit
from courses.provisions.models import Document
from elearning.accounts.models import User
from elearning.languages import CODES, OWN_NAMES

#: Guidelines are listed beside the kinds of units.
GUIDELINE = [(KIND, Document.Kind.GUIDELINE.label)]


class ParityFilter(forms.Form):
    """Filter of pages and questions; every field may stay empty."""

    course = build_course_field()
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All")), *Unit.Kind.choices, *GUIDELINE],
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("All")), *((one, OWN_NAMES[one]) for one in CODES)],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *ParityState.choices], required=False
    )

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = list_filter_courses(reader).order_by("code")


class SpreadsheetFormatForm(forms.Form):
    """The file format of the exported table."""

    kind = forms.ChoiceField(choices=[("xlsx", "XLSX"), ("csv", "CSV")])
