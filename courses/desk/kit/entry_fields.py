"""Form fields that several forms ask for: a purpose, and a person by service number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elearning.staff.models import StaffMember


def build_purpose_field(help_text: Any, required: Any) -> forms.CharField:
    """Return the field for the purpose of an export or of opening something.

    ``required`` is the message if it is empty.
    """
    return forms.CharField(
        label=_("Purpose"),
        help_text=help_text,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "width-full"}),
        error_messages={"required": required},
    )


class StaffNumberField(forms.CharField):
    """A whole service number; the cleaned value is the person who has it.

    ``unknown`` is the message if nobody among ``people`` has it. A form that depends on
    the user sets ``people`` itself. Without a number, the value is ``None``.
    """

    def __init__(
        self, label: Any, *, unknown: Any, people: Any = None, **options: Any
    ) -> None:
        super().__init__(
            label=label,
            max_length=32,
            widget=forms.TextInput(attrs={"class": "width-m", "autocomplete": "off"}),
            error_messages={
                "required": _("Type the whole service number."),
                "unknown": unknown,
            },
            **options,
        )
        self.people: Any = StaffMember.objects.none() if people is None else people

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        found = self.people.filter(staff_number__iexact=number).first()
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found
