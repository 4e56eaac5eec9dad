"""Forms for guidelines that people have to read."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.acknowledgements.models import ReadingRule
from courses.desk.kit.date_fields import DayField, DayInput, check_day_not_past
from courses.provisions.models import Document

_ON_PAPER = Document.objects.guidelines().filter(
    distribution=Document.Distribution.REGISTER_ONLY
)


class ReadingDutyFilter(forms.Form):
    """Filter by guideline, with an option to include people who have read it."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Guideline"),
        queryset=Document.objects.guidelines().listed(),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("All guidelines"),
    )
    done = forms.BooleanField(
        label=gettext_lazy("Include those who have read it"), required=False
    )


class PaperSignatureForm(forms.Form):
    """A signature on paper: the guideline and the day. There is no file."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Guideline kept on paper"),
        queryset=_ON_PAPER,
        to_field_name="code",
    )
    read_on = DayField(gettext_lazy("Signed on"))

    def clean(self) -> dict[str, Any]:
        """Refuse files: paper signatures stay on paper (product rule 9)."""
        if self.files:
            raise forms.ValidationError(
                _(
                    "You cannot upload a file here. The signed sheet stays in the "
                    "paper file."
                )
            )
        return self.cleaned_data


class ReadingRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A reading rule: people, guideline, first day and time allowed."""

    class Meta:
        model = ReadingRule
        fields = ["post", "document", "establishment", "starts_on", "days"]
        labels = {
            "post": gettext_lazy("Position"),
            "document": gettext_lazy("Guideline"),
            "starts_on": gettext_lazy("From"),
        }
        widgets = {
            "starts_on": DayInput(),
            "days": forms.NumberInput(attrs={"class": "width-s"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents: Any = self.fields["document"]
        documents.queryset = Document.objects.guidelines().listed()


class PaperIssueForm(forms.Form):
    """A new issue of a guideline kept on paper: which one, when, and what is new."""

    document = forms.ModelChoiceField(
        label=gettext_lazy("Guideline kept on paper"),
        queryset=_ON_PAPER,
        to_field_name="code",
    )
    issued_on = DayField(gettext_lazy("Reissued on"))
    reason = forms.CharField(
        label=gettext_lazy("What is new"),
        help_text=gettext_lazy("In a sentence, without its text."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReadingRuleEndForm(forms.Form):
    """The last day of a rule."""

    # A duty that existed cannot be removed afterwards.
    on = DayField(gettext_lazy("Last day"), validators=[check_day_not_past])
