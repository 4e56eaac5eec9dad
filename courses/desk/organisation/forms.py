"""Forms for establishments: new, renamed, moved, closed."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.decision_forms import ReasonForm
from courses.desk.kit.filter_fields import EstablishmentField
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.languages import LanguageInputs, TranslatedForm, name_inputs
from elearning.staff.models import Establishment

MINISTRY = (Role.MINISTRY_HR,)
#: The breadcrumb of the organisation, shown on its pages.
ORGANISATION = ("desk:organisation:tree", _("Organisation"))


TITLE = LanguageInputs("title", _("Title"))


class TitlesForm(TranslatedForm, forms.Form):
    """Titles in each language."""

    translated = (TITLE,)

    @property
    def titles(self) -> dict[str, str]:
        """Return the titles that were typed, by language."""
        return self.read_texts("title")


def build_title_initial(row: Any) -> dict[str, Any]:
    """Return the titles of ``row`` as initial data of a ``TitlesForm``."""
    return dict(name_inputs("title", row.titles))


class CodeField(forms.SlugField):
    """A short code that never changes."""

    def __init__(self, **options: Any) -> None:
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
    """The key of the row in the personnel system."""

    def __init__(self, **options: Any) -> None:
        usual: dict[str, Any] = {
            "label": _("Key in the personnel system"),
            "max_length": 64,
            "required": False,
            "help_text": _("Used to match staff lists from that system."),
            "widget": forms.TextInput(attrs={"class": "width-m"}),
        }
        super().__init__(**(usual | options))


class EstablishmentForm(TitlesForm, ReasonForm):
    """The kind and titles of a place, from now on."""

    field_order: tuple[str, ...] = (
        "kind",
        *TITLE.names,
        "external_id",
        "reason",
    )

    kind = forms.ChoiceField(label=_("Kind"), choices=Establishment.Kind)
    external_id = ExternalIdField()

    def clean_kind(self) -> Establishment.Kind:
        return Establishment.Kind(self.cleaned_data["kind"])


class NewEstablishmentForm(EstablishmentForm):
    """A new place with its code."""

    field_order = ("code", *EstablishmentForm.field_order)

    code = CodeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the kind unselected, so that the officer chooses one."""
        super().__init__(*args, **kwargs)
        kinds: Any = Establishment._meta.get_field("kind")
        kind: Any = self.fields["kind"]
        kind.choices = kinds.get_choices()


class EstablishmentMoveForm(ReasonForm):
    """A move of a place: its new parent, and the first day."""

    field_order = ("parent", "on", "reason")

    parent = EstablishmentField(
        label=_("Parent establishment"),
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
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        places = Establishment.objects.visible_to(by, roles=MINISTRY)
        places = places.exclude(path__startswith=place.path)
        parent.queryset = places.exclude(closed_on__lte=timezone.localdate())


class EstablishmentCloseForm(ReasonForm):
    """The last day of a place, with a reason."""

    field_order = ("on", "reason")

    on = DayField(_("Last day"), initial=timezone.localdate)
