"""The forms about places: found one, call it otherwise, move it, close it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.filter_fields import EstablishmentField
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.languages import CODES
from elearning.staff.models import Establishment

MINISTRY = (Role.MINISTRY_HR,)
#: The step to the organisation on the way to its pages.
ORGANISATION = ("desk:organisation:tree", _("Organisation"))


class TitlesForm(forms.Form):
    """What something is called in each language."""

    title_kk = forms.CharField(label=_("Title in Kazakh"), max_length=255)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=255)
    title_en = forms.CharField(
        label=_("Title in English"), max_length=255, required=False
    )

    @property
    def titles(self) -> dict[str, str]:
        """The titles that were typed, by language."""
        return {code: self.cleaned_data[f"title_{code}"] for code in CODES}


def build_title_initial(row: Any) -> dict[str, Any]:
    """Return what ``row`` is called now, as the form of its titles takes it."""
    return {f"title_{code}": row.titles[code] for code in CODES}


class CodeField(forms.SlugField):
    """A short code that never changes."""

    def __init__(self, **options: Any) -> None:
        """Say what a code is made of."""
        usual: dict[str, Any] = {
            "label": _("Code"),
            "max_length": 32,
            "help_text": _(
                "Latin letters, digits and hyphens. It cannot be changed later, "
                "because reports and staff lists depend on it."
            ),
            "error_messages": {
                "invalid": _("Use Latin letters, digits and hyphens only.")
            },
            "widget": forms.TextInput(attrs={"class": "width-m"}),
        }
        super().__init__(**(usual | options))


class ExternalIdField(forms.CharField):
    """The key of the same thing in the personnel system."""

    def __init__(self, **options: Any) -> None:
        """Leave it to those who have such a system."""
        usual: dict[str, Any] = {
            "label": _("Key in the personnel system"),
            "max_length": 64,
            "required": False,
            "help_text": _("Used to match staff lists from that system."),
            "widget": forms.TextInput(attrs={"class": "width-m"}),
        }
        super().__init__(**(usual | options))


class EstablishmentForm(TitlesForm, ReasonForm):
    """What a place is and what it is called from now on."""

    field_order: tuple[str, ...] = (
        "kind",
        "title_kk",
        "title_ru",
        "title_en",
        "external_id",
        "reason",
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=Establishment.Kind)
    external_id = ExternalIdField()

    def clean_kind(self) -> Establishment.Kind:
        """Return the kind itself."""
        return Establishment.Kind(self.cleaned_data["kind"])


class NewEstablishmentForm(EstablishmentForm):
    """A new place with its code."""

    field_order = ("code", *EstablishmentForm.field_order)

    code = CodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the officer choose a kind rather than take the first one."""
        super().__init__(*args, **kwargs)
        kinds: Any = Establishment._meta.get_field("kind")
        kind: Any = self.fields["kind"]
        kind.choices = kinds.get_choices()


class EstablishmentMoveForm(ReasonForm):
    """Under which place another comes, and from when."""

    field_order = ("parent", "on", "reason")

    parent = EstablishmentField(
        label=_("Parent establishment"),
        queryset=Establishment.objects.none(),
        to_field_name="code",
        error_messages={
            "invalid_choice": _(
                "Choose an open establishment in your remit from the list."
            )
        },
    )
    on = DayField(
        _("From"),
        initial=timezone.localdate,
        help_text=_(
            "You can enter a future date: the structure then changes on that date."
        ),
    )

    def __init__(
        self, *args: Any, place: Establishment, by: User, **kwargs: Any
    ) -> None:
        """Offer the open places of the officer's remit but those under ``place``."""
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        places = Establishment.objects.visible_to(by, roles=MINISTRY)
        places = places.exclude(path__startswith=place.path)
        parent.queryset = places.exclude(closed_on__lte=timezone.localdate()).order_by(
            "path"
        )


class EstablishmentCloseForm(ReasonForm):
    """The last day of a place, and why."""

    field_order = ("on", "reason")

    on = DayField(_("Last day"), initial=timezone.localdate)
