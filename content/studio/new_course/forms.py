"""Form for the facts of a new course."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.privacy.open_findings import format_open_findings
from content.studio.new_course.course_creation import LONGEST_OUTCOME, MOST_OUTCOMES
from courses.models import Course
from elearning.languages import (
    CODES,
    LanguageInputs,
    TranslatedForm,
    get_current_language,
    label_language,
    list_language_choices,
)

_LEAST_HOURS = Decimal("0.5")


class NewCourseForm(TranslatedForm, forms.ModelForm):  # type: ignore[type-arg]
    """Code, names, length and outcomes of a new course."""

    translated = (
        LanguageInputs("title", gettext_lazy("Title"), required=CODES),
        LanguageInputs(
            "public_title",
            gettext_lazy("Public title"),
            required=CODES,
            help_text=gettext_lazy(
                "The public title is printed on certificates. It must not show "
                "who the holder works with."
            ),
        ),
    )

    source = forms.ChoiceField(
        label=gettext_lazy("Language you write in"),
        choices=list_language_choices,
        help_text=gettext_lazy(
            "The other languages are translated from it, each part once it is handed "
            "over for release."
        ),
    )

    class Meta:
        model = Course
        fields = ["code", "hours", "validity_months"]
        labels = {"validity_months": gettext_lazy("Valid for, in months")}
        help_texts = {
            "code": gettext_lazy("Latin letters, digits and hyphens: FIRST-AID."),
        }
        widgets = {
            "hours": forms.NumberInput(attrs={"min": "0.5", "step": "0.5"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].initial = get_current_language()
        for code in CODES:
            self.fields[f"outcomes_{code}"] = forms.CharField(
                label=label_language("outcomes", code, _("Outcomes")),
                help_text=_(
                    "One outcome per line, in the same order in each language."
                ),
                max_length=MOST_OUTCOMES * (LONGEST_OUTCOME + 2),
                widget=forms.Textarea(attrs={"rows": 5}),
            )

    @property
    def parts(self) -> list[tuple[str, list[Any]]]:
        """The fields under their headings, in the order of the form."""
        return [
            (_("Course"), [self[n] for n in ("code", "source")]),
            (_("Title"), self.list_inputs("title")),
            (_("Public title"), self.list_inputs("public_title")),
            (_("Outcomes"), self.list_inputs("outcomes")),
            (_("Length and validity"), [self["hours"], self["validity_months"]]),
        ]

    @property
    def outcomes(self) -> list[tuple[int, dict[str, str]]]:
        """The outcomes of a valid form, by number, in each language."""
        columns = [_lines(self.cleaned_data[f"outcomes_{code}"]) for code in CODES]
        rows = zip(*columns, strict=True)
        return [
            (number, dict(zip(CODES, row, strict=True)))
            for number, row in enumerate(rows, start=1)
        ]

    def clean_code(self) -> str:
        """Return the code in capitals; refuse one that is in use, in any case."""
        code: str = self.cleaned_data["code"].strip().upper()
        same = Q(code__iexact=code) | Q(slug__iexact=code)
        if Course.objects.filter(same).exists():
            raise forms.ValidationError(
                _(
                    "There is a course or a qualification with this code. Choose another."
                )
            )
        return code

    def clean_hours(self) -> Decimal:
        """Demand a minimum of hours: learners and plans rely on it."""
        hours: Decimal = self.cleaned_data["hours"]
        if hours < _LEAST_HOURS:
            raise forms.ValidationError(
                _("Enter the hours of study, at least half an hour.")
            )
        return hours

    def clean(self) -> dict[str, Any]:
        """Demand the same number of outcomes in each language, and no data of real people."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.titles = self.read_texts("title")
        self.instance.public_titles = self.read_texts("public_title")
        for name, words in list(given.items()):
            if isinstance(words, str) and (found := format_open_findings(words)):
                self.add_error(name, found)
        columns = {code: _lines(given.get(f"outcomes_{code}", "")) for code in CODES}
        if all(columns.values()):
            for code, lines in columns.items():
                if fault := _fault(lines, columns[CODES[0]]):
                    self.add_error(f"outcomes_{code}", fault)
        return given


def _lines(text: str) -> list[str]:
    return [line for one in text.splitlines() if (line := " ".join(one.split()))]


def _fault(lines: list[str], first: list[str]) -> str:
    """Return the problem with the outcomes of a language in a sentence, or ``""``."""
    if len(lines) > MOST_OUTCOMES:
        return _("Enter no more than %(most)s outcomes.") % {"most": MOST_OUTCOMES}
    if any(len(line) > LONGEST_OUTCOME for line in lines):
        words = _("Shorten each outcome to %(most)s characters.")
        return words % {"most": LONGEST_OUTCOME}
    if len(lines) != len(first):
        return _(
            "Lines here: %(here)s, in Kazakh: %(kazakh)s. Enter each outcome "
            "in every language, in the same order."
        ) % {"here": len(lines), "kazakh": len(first)}
    return ""
