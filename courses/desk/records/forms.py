"""Forms for the record store."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.desk.kit.date_fields import DayField
from courses.desk.kit.filter_fields import check_record_day
from courses.desk.records import statement_sentences
from courses.records import (
    lrs_credentials,
    redaction,
    statement_browser,
    statement_linter,
)
from courses.records.statement_browser import StatementSearch

#: The latest accepted day; anything later is a mistyped year.
_FAR = date(2100, 1, 1)


class IdField(forms.UUIDField):
    """The id of a statement or a registration."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "This is not an ID. Copy all of it, as shown on the page of a statement."
        )
    }


class StatementFilter(forms.Form):
    """Filter of statements; every field may stay empty."""

    actor = forms.CharField(
        label=gettext_lazy("Actor (pseudonym)"),
        help_text=gettext_lazy("Copy it from the page of a statement."),
        max_length=64,
        required=False,
    )
    verb = forms.CharField(label=gettext_lazy("Verb"), max_length=2000, required=False)
    activity = forms.CharField(
        label=gettext_lazy("Activity (IRI)"),
        help_text=gettext_lazy("Copy it from the page of a statement."),
        max_length=2000,
        required=False,
    )
    related = forms.BooleanField(
        label=gettext_lazy("Also where it is only mentioned, as a course is"),
        required=False,
    )
    registration = IdField(
        label=gettext_lazy("Registration (enrolment ID)"),
        help_text=gettext_lazy("Copy it from the page of a statement."),
        required=False,
    )
    since = DayField(
        gettext_lazy("Stored from"),
        required=False,
        validators=[check_record_day],
    )
    until = DayField(
        gettext_lazy("Stored until"),
        required=False,
        validators=[check_record_day],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the verbs found in the store, in words."""
        super().__init__(*args, **kwargs)
        met = [
            (iri, statement_sentences.format_verb(iri))
            for iri in statement_browser.list_known_verbs()
        ]
        choices = [("", _("All")), *sorted(met, key=lambda verb: verb[1])]
        self.fields["verb"].widget = forms.Select(choices=choices)

    def clean_actor(self) -> str:
        """Refuse text that cannot be a pseudonym, such as a name."""
        actor: str = self.cleaned_data["actor"].strip().lower()
        if actor and not redaction.is_pseudonym(actor):
            raise forms.ValidationError(
                _(
                    "This is not a pseudonym. Copy all of it, as shown on the page "
                    "of a statement; you cannot search by name here."
                )
            )
        return actor

    @property
    def wanted(self) -> StatementSearch:
        """Return the search; invalid fields are left out."""
        self.is_valid()
        return StatementSearch(**self.cleaned_data)


class StatementIdForm(forms.Form):
    """One statement by its id."""

    id = IdField(label=gettext_lazy("Statement ID"))


class StatementPageForm(forms.Form):
    """The start of a page of statements: before or after a key."""

    older = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)
    newer = forms.IntegerField(min_value=0, max_value=2**63 - 1, required=False)

    @property
    def place(self) -> dict[str, Any]:
        """Return the one side that is given; an invalid place means the first page."""
        self.is_valid()
        given = {key: at for key, at in self.cleaned_data.items() if at is not None}
        return given if len(given) == 1 else {}


class LintForm(forms.Form):
    """One or more statements to check."""

    version = forms.ChoiceField(
        label=gettext_lazy("xAPI version"),
        choices=[(version, version) for version in statement_linter.VERSIONS],
        initial=statement_linter.VERSIONS[0],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=gettext_lazy("Statement in JSON"),
        help_text=gettext_lazy("One statement, or a list of them. Nothing is stored."),
        max_length=statement_linter.LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 9, "class": "width-full code-input", "spellcheck": "false"}
        ),
        error_messages={
            "required": gettext_lazy("Paste a statement."),
            "max_length": gettext_lazy(
                "This is longer than %(limit_value)d characters. Paste fewer statements."
            ),
        },
    )


class StoreCredentialForm(forms.Form):
    """A key for another system: its purpose, scopes, rate limit and last day."""

    label = forms.CharField(
        label=gettext_lazy("Name of the system"),
        help_text=gettext_lazy("So that everybody knows later what the key is for."),
        max_length=255,
        widget=forms.TextInput(attrs={"class": "width-full"}),
        error_messages={"required": gettext_lazy("Say which system the key is for.")},
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What the key gives access to"),
        choices=lrs_credentials.EXPLAINED,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy(
                "Choose at least one thing that the key gives access to."
            )
        },
    )
    rate = forms.IntegerField(
        label=gettext_lazy("Maximum requests per minute"),
        help_text=gettext_lazy("Leave this empty to set no limit."),
        min_value=1,
        max_value=lrs_credentials.HIGHEST_RATE,
        required=False,
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )
    expires_on = DayField(
        gettext_lazy("Last day"),
        help_text=gettext_lazy(
            "The key stops working after this day. Leave this empty only for "
            "systems that are actively maintained."
        ),
        required=False,
    )

    def clean_expires_on(self) -> date | None:
        """Refuse a day that has passed, and a year too far ahead."""
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and not timezone.localdate() <= day < _FAR:
            raise forms.ValidationError(
                _("Choose today or a later day, before the year 2100.")
            )
        return day
