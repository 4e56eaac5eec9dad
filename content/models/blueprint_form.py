"""Form for an exam, with the number of questions per outcome of the course."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from content.models.abstract_pages import UnitPageForm
from courses.models import Course, Outcome


class OutcomeNumbersWidget(forms.Widget):
    """A line for each outcome, with its text and a number."""

    template_name = "content/studio/outcome_numbers.html"
    outcomes: Sequence[Outcome] = ()

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Add a line for each outcome."""
        context = super().get_context(name, value, attrs)
        numbers = value if isinstance(value, Mapping) else {}
        context["lines"] = [
            {
                "label": str(outcome),
                "name": f"{name}-{outcome.number}",
                "value": numbers.get(str(outcome.number), ""),
            }
            for outcome in self.outcomes
        ]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> dict[str, str]:
        """Return the input by outcome number, without empty lines."""
        typed = {
            str(outcome.number): data.get(f"{name}-{outcome.number}", "").strip()
            for outcome in self.outcomes
        }
        return {number: text for number, text in typed.items() if text}

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return not any(f"{name}-{one.number}" in data for one in self.outcomes)

    def id_for_label(self, id_: str | None) -> str:
        """Return no id: every line has its own label."""
        return ""


class OutcomeNumbersField(forms.Field):
    """The number of questions per outcome, ``{"1": 5}``; empty if none is given."""

    widget = OutcomeNumbersWidget
    _most = 200

    def clean(self, value: Any) -> dict[str, int]:
        """Demand whole numbers."""
        numbers = {}
        for outcome, text in (value or {}).items():
            if not (str(text).isascii() and str(text).isdigit()) or (
                int(text) > self._most
            ):
                raise ValidationError(
                    _("Enter a whole number of questions for outcome %(outcome)s."),
                    params={"outcome": outcome},
                )
            if int(text):
                numbers[outcome] = int(text)
        return numbers

    def has_changed(self, initial: Any, data: Any) -> bool:
        return {k: str(n) for k, n in (initial or {}).items()} != (data or {})


class ExamPageForm(UnitPageForm):
    """The form of an exam, with the outcomes of its course."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "per_outcome" in self.fields:
            old = self.fields["per_outcome"]
            field = OutcomeNumbersField(
                label=old.label, help_text=old.help_text, required=False
            )
            course = self._course()
            field.widget.outcomes = list(course.outcomes.all()) if course else []
            self.fields["per_outcome"] = field

    def _course(self) -> Course | None:
        """Return the course of the exam, or of the page above it."""
        if course := self.instance.unit_course:
            return course
        above = getattr(self.parent_page, "specific", None)
        return getattr(above, "course", None)
