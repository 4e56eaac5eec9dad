"""Points of choices and levels, entered in a form and compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from courses.assessment.kinds import Key, Text
from courses.assessment.models import KeyCorrection, QuestionVersion

_POINTS, _NEVER = "points-", "never-"
_MOST = 100


@dataclass(frozen=True)
class ChoicePointsRow:
    """The points of a choice or level before and after; ``None`` must never be chosen."""

    label: str
    before: int | None
    after: int | None

    @property
    def is_changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class ChoicePointsGroup:
    """The choices of a step, or the levels of a criterion."""

    label: str
    rows: list[Any]


class PointsForm(forms.Form):
    """The points of everything in a question that earns some.

    In a scenario, a choice that must never be made has no points.
    """

    def __init__(
        self, *args: Any, question: QuestionVersion, text: Text, key: Key, **kwargs: Any
    ) -> None:
        """Add a field for each choice or level, filled in with the points of ``key``."""
        super().__init__(*args, **kwargs)
        self.earners = list(question.kind.earners(text))
        known = question.kind.points(key)
        for earner in self.earners:
            self.fields[_POINTS + earner.name] = forms.IntegerField(
                label=earner.label,
                initial=known[earner.name] or 0,
                min_value=0 if question.is_marked_by_people else -_MOST,
                max_value=_MOST,
                widget=forms.NumberInput(attrs={"class": "width-s"}),
                error_messages={"required": _("Enter a whole number.")},
            )
            if not question.is_marked_by_people:
                self.fields[_NEVER + earner.name] = forms.BooleanField(
                    label=_("Must never be done: %(choice)s")
                    % {"choice": earner.label},
                    initial=known[earner.name] is None,
                    required=False,
                )

    def points(self) -> dict[str, int | None]:
        """Return the points entered, by the name of the choice or level."""
        given = self.cleaned_data
        return {
            one.name: None
            if given.get(_NEVER + one.name)
            else given[_POINTS + one.name]
            for one in self.earners
        }

    def groups(self) -> Iterator[ChoicePointsGroup]:
        """Yield the fields by step or criterion."""
        for label, earners in groupby(self.earners, key=lambda one: one.group):
            names = [p + one.name for one in earners for p in (_POINTS, _NEVER)]
            yield ChoicePointsGroup(
                label, [self[name] for name in names if name in self.fields]
            )


def compare_choice_points(
    question: QuestionVersion, text: Text, before: Key, correction: KeyCorrection
) -> list[ChoicePointsGroup]:
    """Return the points of each choice or level before and after ``correction``."""
    kind = question.kind
    old: Mapping[str, int | None] = kind.points(before)
    new = kind.points(correction.keys[0])
    return [
        ChoicePointsGroup(
            label,
            [
                ChoicePointsRow(one.label, old[one.name], new[one.name])
                for one in earners
            ],
        )
        for label, earners in groupby(kind.earners(text), key=lambda one: one.group)
    ]
