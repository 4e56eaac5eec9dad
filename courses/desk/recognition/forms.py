"""Forms for training passed elsewhere or earlier, and for equivalent training."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import SecondPersonForm
from courses.desk.kit.filter_fields import (
    CourseField,
    build_course_field,
)
from courses.models import Course
from courses.recognition import scan_sanitiser
from courses.recognition.errors import ScanError
from courses.recognition.models import CreditRule
from courses.recognition.prior_learning_claims import PriorLearningDocument

#: Conditions of entries by the outcome of their decision, as chosen in a filter.
DECISIONS: dict[str, dict[str, Any]] = {
    "waiting": {"decision": None},
    "confirmed": {"decision__is_confirmed": True},
    "declined": {"decision__is_confirmed": False},
}


class PriorLearningClaimForm(forms.Form):
    """The facts on the document: course, dates and provider, with its scan."""

    course = CourseField(
        Course.objects.order_by("code"),
        error_messages={"required": _("Choose the course that the document is about.")},
    )
    passed_on = DayField(
        _("Date passed"),
        error_messages={"required": _("Enter the date on the document.")},
    )
    expires_on = DayField(
        _("Valid until"),
        help_text=_(
            "The last valid day given on the document. If empty: as long as "
            "a pass of the course counts."
        ),
        required=False,
    )
    issuer = forms.CharField(
        label=_("Issued by"),
        max_length=200,
        error_messages={"required": _("Write who issued the document.")},
    )
    document_number = forms.CharField(
        label=_("Document number"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "width-m"}),
        error_messages={"required": _("Enter the document number.")},
    )
    scan = forms.FileField(
        label=_("Scan of the certificate"),
        help_text=_(
            "PDF, JPEG or PNG, up to 5 MB. The number is enough: please do "
            "not scan identity papers. Only the personnel office sees the "
            "scan; it is removed if the entry is declined, or a year after "
            "the last valid day."
        ),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        required=False,
    )

    def clean_scan(self) -> scan_sanitiser.SanitisedScan | None:
        """Return the sanitised scan, whatever its declared type, or ``None``."""
        file = self.cleaned_data.get("scan")
        if not file:
            return None
        try:
            return scan_sanitiser.sanitise_scan(file.read(scan_sanitiser.HEAVIEST + 1))
        except ScanError as error:
            raise forms.ValidationError(str(error)) from error

    def paper(self) -> PriorLearningDocument:
        given = self.cleaned_data
        return PriorLearningDocument(
            passed_on=given["passed_on"],
            issuer=given["issuer"],
            document_number=given["document_number"],
            expires_on=given["expires_on"],
        )


class PriorLearningDecisionForm(SecondPersonForm):
    """The decision on recognising training passed elsewhere, with a reason."""

    confirming = _("Confirm: I have seen the document, and the training counts")
    declining = _("Decline: nothing is recorded")


class PriorLearningClaimFilter(forms.Form):
    """Filter of claims; every field may stay empty."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("waiting", _("Waiting for a second person")),
            ("confirmed", _("Recognised")),
            ("declined", _("Declined")),
        ],
        required=False,
    )
    course = build_course_field(
        Course.objects.filter(claims__isnull=False).distinct().order_by("code")
    )

    def select(self, found: Any) -> Any:
        """Return the claims of ``found`` that pass the filter, waiting ones first."""
        self.is_valid()
        given = self.cleaned_data
        if state := given.get("state"):
            found = found.filter(**DECISIONS[state])
        if course := given.get("course"):
            found = found.filter(course=course)
        return found

    def facts(self) -> dict[str, Any]:
        """Return the filter in plain values, for the audit."""
        given = getattr(self, "cleaned_data", {})
        course = given.get("course")
        return {
            "state": given.get("state", ""),
            "course": course.code if course else "",
        }


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
