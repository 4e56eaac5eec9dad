"""Forms for choosing the questions of an exam."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.assessment.kinds import list_type_choices
from courses.assessment.paper_blueprint import Difficulty
from courses.models import Course, Outcome


class QuestionFilterForm(forms.Form):
    """Filter of the questions on offer; all fields are optional."""

    words = forms.CharField(label=_("Code or words"), max_length=100, required=False)
    outcome = forms.ModelChoiceField(
        label=_("Outcome"),
        queryset=Outcome.objects.none(),
        required=False,
        empty_label=_("All"),
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"),
        choices=[("", _("All")), *Difficulty.choices],
        required=False,
    )
    type = forms.ChoiceField(
        label=_("Type"),
        choices=[("", _("All")), *list_type_choices()],
        required=False,
    )

    def __init__(self, *args: Any, course: Course | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes: Any = self.fields["outcome"]
        if course:
            outcomes.queryset = course.outcomes.all()


class ListedQuestionsForm(forms.Form):
    """Codes to add and to remove, and the places of the listed ones."""

    add = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": _(
                "“%(value)s” is not a question that this exam can ask. Choose "
                "one from the list."
            )
        },
    )
    drop = forms.MultipleChoiceField(required=False)

    def __init__(
        self, *args: Any, listed: list[str], offered: list[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        add: Any = self.fields["add"]
        drop: Any = self.fields["drop"]
        add.choices = [(code, code) for code in offered]
        drop.choices = [(code, code) for code in listed]
        for code in listed:
            self.fields[f"place-{code}"] = forms.IntegerField(
                label=code, min_value=1, max_value=200, required=False
            )

    @property
    def places(self) -> dict[str, int]:
        """The place of each listed code, if one was given."""
        return {
            name.removeprefix("place-"): place
            for name, place in self.cleaned_data.items()
            if name.startswith("place-") and place
        }
