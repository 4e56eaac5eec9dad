"""Forms for appointments, absences, ranks and line managers."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.entry_fields import StaffNumberField
from courses.desk.kit.filter_fields import EstablishmentField
from elearning.accounts.models import User
from elearning.languages import list_language_choices
from elearning.staff.models import Absence, Establishment, Post, Rank, StaffMember


class OfficialOrderForm(ReasonForm):
    """A change by official order: the order is the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "For example, the number and date of the order."
        )


class AppointmentForm(OfficialOrderForm):
    """A post at a place in the officer’s remit."""

    establishment = EstablishmentField(
        error_messages={
            "invalid_choice": _(
                "Choose an open establishment in your remit. The ministry's "
                "personnel office handles transfers outside it."
            )
        },
    )
    post = forms.ModelChoiceField(
        label=_("Position"), queryset=Post.objects.all(), to_field_name="code"
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)
    share = forms.IntegerField(
        label=_("Share of the post, %"),
        min_value=1,
        max_value=100,
        initial=100,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    is_acting = forms.BooleanField(
        label=_("Acting: covering for someone"), required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["establishment"]
        places = Establishment.objects.visible_to(by)
        place.queryset = places.exclude(closed_on__lt=timezone.localdate())


class AdditionalAppointmentForm(AppointmentForm):
    """An additional post, or the first one."""

    field_order = (
        "establishment",
        "post",
        "starts_on",
        "ends_on",
        "share",
        "is_acting",
        "reason",
    )

    ends_on = DayField(
        _("Last day"),
        required=False,
        help_text=_("Leave it empty if the end is not known."),
    )


class TransferForm(AppointmentForm):
    """The post that follows another."""

    field_order = (
        "establishment",
        "post",
        "starts_on",
        "share",
        "is_acting",
        "reason",
    )


class NewStaffMemberForm(AppointmentForm):
    """A new member of staff and their first post."""

    field_order = (
        "staff_number",
        "family_name",
        "given_name",
        "patronymic",
        "language",
        *TransferForm.field_order,
    )

    staff_number = forms.CharField(
        label=_("Service number"),
        max_length=32,
        widget=forms.TextInput(attrs={"class": "width-m"}),
    )
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    language = forms.ChoiceField(
        label=_("Learning language"),
        choices=list_language_choices,
    )


class LastDayForm(OfficialOrderForm):
    """The last day of something, with the order."""

    field_order = ("on", "reason")

    on = DayField(_("Last day"), initial=timezone.localdate)


class AppointmentCancelForm(OfficialOrderForm):
    """Cancellation of a planned appointment; the one that it ended may be resumed."""

    field_order = ("resume", "reason")

    resume = forms.BooleanField(
        label=_("The previous appointment continues"), required=False, initial=True
    )

    def __init__(self, *args: Any, has_earlier: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_earlier:
            del self.fields["resume"]


class AbsenceForm(forms.Form):
    """The reason for an absence, its first and its last day."""

    kind = forms.ChoiceField(
        label=_("Reason"), choices=Absence.Kind, widget=forms.RadioSelect
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)
    ends_on = DayField(
        _("Last day"),
        required=False,
        help_text=_("Leave it empty if the end is not known."),
    )

    def clean_kind(self) -> Absence.Kind:
        return Absence.Kind(self.cleaned_data["kind"])


class AbsenceEndForm(forms.Form):
    """The last day of an absence."""

    on = DayField(_("Last day"), initial=timezone.localdate)


class HeldRankForm(forms.Form):
    """A rank and its first day."""

    rank = forms.ModelChoiceField(
        label=_("Rank"), queryset=Rank.objects.all(), to_field_name="code"
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)


class LineManagerForm(forms.Form):
    """A line manager, by service number, and the first day."""

    number = StaffNumberField(
        _("Service number of the line manager"),
        unknown=_(
            "Nobody in your remit has this number. Check each digit; a line "
            "manager elsewhere must be entered by the ministry's personnel "
            "office."
        ),
    )
    starts_on = DayField(_("First day"), initial=timezone.localdate)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        number: Any = self.fields["number"]
        number.people = StaffMember.objects.in_remit_of(by)
