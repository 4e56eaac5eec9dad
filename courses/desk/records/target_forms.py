"""Forms for other stores and for exports."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.desk.kit.date_fields import DayField, get_day_start
from courses.desk.kit.filter_fields import check_record_day

_SECRET = {"autocomplete": "new-password", "class": "width-full"}
_ADDRESS = {"class": "width-full", "inputmode": "url", "spellcheck": "false"}
_KINDS = [
    ("ndjson", gettext_lazy("NDJSON: one statement a line, as it was stored")),
    ("parquet", gettext_lazy("Parquet: in columns, for statistics")),
]


class TargetConnectionForm(forms.Form):
    """The address of another store, and the credentials it gave us."""

    endpoint = forms.CharField(
        label=gettext_lazy("Address of the store"),
        help_text=gettext_lazy(
            "Up to “statements”, for example https://lrs.example/xapi/. "
            "Statements are sent there from this server."
        ),
        max_length=200,
        widget=forms.TextInput(attrs=_ADDRESS),
        error_messages={"required": gettext_lazy("Give the address of the store.")},
    )
    key = forms.CharField(
        label=gettext_lazy("Key"),
        help_text=gettext_lazy("Leave key and secret empty to keep the current ones."),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "width-full"}),
    )
    secret = forms.CharField(
        label=gettext_lazy("Secret"),
        max_length=255,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs=_SECRET),
    )


class NewTargetForm(TargetConnectionForm):
    """A new store to forward statements to."""

    name = forms.CharField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Latin letters, digits and hyphens."),
        max_length=50,
        widget=forms.TextInput(attrs={"class": "width-m"}),
        error_messages={"required": gettext_lazy("Give the store a short name.")},
    )
    field_order = ("name", "endpoint", "key", "secret")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Require the key and the secret, which a new store does not have yet."""
        super().__init__(*args, **kwargs)
        missing = _("Ask the operator of the store for it.")
        for name in ("key", "secret"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = missing
        self.fields["key"].help_text = _("Both come from the operator of the store.")


class BackfillForm(forms.Form):
    """The day from which older statements are sent as well."""

    since = DayField(
        gettext_lazy("From"),
        validators=[check_record_day],
        error_messages={"required": gettext_lazy("Choose the first day.")},
    )


class RefusedStatementForm(forms.Form):
    """The refused statement to send again."""

    row = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    @property
    def row_id(self) -> int:
        """Return the number of the row; 0, which no row has, if none is given."""
        return self.cleaned_data["row"] if self.is_valid() else 0


class StatementExportForm(forms.Form):
    """The statements to export, and the file format."""

    kind = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=_KINDS,
        initial="ndjson",
        widget=forms.RadioSelect,
    )
    since = DayField(
        gettext_lazy("From"),
        required=False,
        validators=[check_record_day],
    )
    until = DayField(
        gettext_lazy("To"),
        required=False,
        validators=[check_record_day],
    )

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """Return the first and the last moment, both included; ``None`` if open."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        last = get_day_start(until + timedelta(days=1)) if until else None
        return (
            get_day_start(since) if since else None,
            last - timedelta(milliseconds=1) if last else None,
        )
