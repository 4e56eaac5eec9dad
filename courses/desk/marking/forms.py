"""Forms for marking."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from courses.assessment.marks.open_answer_marking import LONGEST_COMMENT
from courses.desk.kit.decision_forms import ReasonForm

_PREFIX = "level-"


class RubricForm(forms.Form):
    """A level for each criterion of a rubric, and a comment to the learner."""

    comment = forms.CharField(
        label=gettext_lazy("Comment to the learner"),
        help_text=gettext_lazy(
            "The learner reads it with the result: what was good, and what "
            "they could do better."
        ),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        criteria: Sequence[Mapping[str, Any]],
        worths: Mapping[str, Sequence[int]],
        **kwargs: Any,
    ) -> None:
        """Add a field per criterion, with the points of its levels, before the comment."""
        super().__init__(*args, **kwargs)
        for criterion in criteria:
            self.fields[_PREFIX + criterion["id"]] = forms.ChoiceField(
                label=criterion["text"],
                choices=[
                    (str(level), f"{_points(worths[criterion['id']][level])}. {words}")
                    for level, words in enumerate(criterion["levels"])
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level.")},
            )
        self.order_fields([name for name in self.fields if name != "comment"])

    def levels(self) -> dict[str, int]:
        """Return the level chosen for each criterion, by its id."""
        return {
            name.removeprefix(_PREFIX): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(_PREFIX)
        }


class SetAsideForm(ReasonForm):
    """The reason why nobody is to read an answer as it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask what the answer contains, without the name itself."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What it contains")
        self.fields["reason"].help_text = _(
            "In a few words, for example: the surname of a prisoner. Do not "
            "repeat the name here."
        )


class RedactedAnswerForm(forms.Form):
    """An answer with the names removed."""

    text = forms.CharField(
        label=gettext_lazy("Text for the markers"),
        help_text=gettext_lazy(
            "Put a dash in place of each name, and change nothing else. The "
            "learner's original text is kept beside it."
        ),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 12, "class": "width-full"}),
        error_messages={
            "required": gettext_lazy(
                "Leave the text as it is, and put a dash in place of each name."
            )
        },
    )


def _points(number: int) -> str:
    return ngettext("%(n)s point", "%(n)s points", number) % {"n": number}
