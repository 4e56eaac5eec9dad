"""Forms for equivalent training."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import SecondPersonForm
from courses.recognition.models import CreditRule


class CreditRuleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kind of training, with the course whose lessons it replaces."""

    def label_from_instance(self, rule: CreditRule) -> str:
        return f"{rule.course_code} — {rule.title}"


class CreditForm(forms.Form):
    """The training that somebody has, and the document that proves it."""

    rule = CreditRuleField(
        label=_("Equivalent training"),
        queryset=CreditRule.objects.all(),
        to_field_name="code",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which training it is.")},
    )
    issued_on = DayField(
        _("Date of the document"),
        error_messages={"required": _("Enter the date on the document.")},
    )
    document_number = forms.CharField(
        label=_("Document number"),
        help_text=_("The number is enough: no scan of personal documents is needed."),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "width-m"}),
        error_messages={"required": _("Enter the document number.")},
    )


class CreditDecisionForm(SecondPersonForm):
    """The decision on crediting lessons, with a reason."""

    confirming = _(
        "Confirm: the lessons count as done; the final exam is still required"
    )
    declining = _("Decline: nothing is credited")
