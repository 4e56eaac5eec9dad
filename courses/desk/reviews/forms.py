"""The checklist of a safeguard review as a form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.provisions.citation_lookup import ResolvedCitation, resolve_citations
from courses.release.review_subjects import ReviewSubject
from courses.release.safeguard_checklist import SafeguardQuestion
from courses.release.safeguard_reviews import ReviewAnswer, list_allowed_verdicts
from courses.version_texts import VersionBlock

#: The maximum length of a comment to an author, in characters.
LONGEST = 2000


@dataclass(frozen=True)
class ChecklistRow:
    """One question of the checklist with its fields."""

    item: SafeguardQuestion
    citations: list[ResolvedCitation]
    verdict: forms.BoundField
    reason: forms.BoundField
    place: forms.BoundField | None


class ChecklistForm(forms.Form):
    """For each question an answer, a reason and, if there are parts, a place."""

    def __init__(
        self,
        *args: Any,
        subject: ReviewSubject,
        blocks: dict[str, list[VersionBlock]],
        **kwargs: Any,
    ) -> None:
        """Add the fields of the whole checklist; places are the parts of ``subject``.

        ``blocks`` has the blocks of each part, by place.
        """
        super().__init__(*args, **kwargs)
        places = list(_places(subject, blocks))
        self._items = subject.items
        for item in self._items:
            self.fields[f"verdict-{item.key}"] = _verdict(item)
            self.fields[f"reason-{item.key}"] = _reason()
            if places:
                self.fields[f"place-{item.key}"] = _place(places)

    def rows(self) -> Iterator[ChecklistRow]:
        """Yield the questions in order; the cited clauses take two queries."""
        cited = resolve_citations(code for item in self._items for code in item.cites)
        for item in self._items:
            place = f"place-{item.key}"
            yield ChecklistRow(
                item,
                [one for one in cited if one.code in item.cites],
                self[f"verdict-{item.key}"],
                self[f"reason-{item.key}"],
                self[place] if place in self.fields else None,
            )

    def answers(self) -> list[ReviewAnswer]:
        """Return the answers of a valid form, in the order of the checklist."""
        given = self.cleaned_data
        return [
            ReviewAnswer(
                item.key,
                given[f"verdict-{item.key}"],
                given[f"reason-{item.key}"],
                given.get(f"place-{item.key}", ""),
            )
            for item in self._items
        ]

    def unfinished(self) -> dict[str, str]:
        """Return the fields filled in so far, as sent, to be saved."""
        return {
            name: value[:LONGEST]
            for name in self.fields
            if (value := self.data.get(name, ""))
        }


def _verdict(item: SafeguardQuestion) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=str(item.question),
        help_text=str(item.hint),
        choices=[(one.value, one.label) for one in list_allowed_verdicts(item)],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose yes, no or not applicable.")
            if item.may_not_apply
            else _("Choose yes or no.")
        },
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Give the reason in one sentence; the authors will read it.")
        },
    )


def _places(
    subject: ReviewSubject, blocks: dict[str, list[VersionBlock]]
) -> Iterator[tuple[str, Any]]:
    """Yield each part, with its blocks if there are several; nothing for one block."""
    for part in subject.parts:
        inside = blocks.get(part.place, [])
        if len(inside) > 1:
            named = [(f"{part.place}#{one.id}", one.name) for one in inside]
            yield part.title, [(part.place, _("All of it")), *named]
        elif len(subject.parts) > 1:
            yield part.place, part.title


def _place(places: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Where"),
        choices=[("", _("Everywhere")), *places],
        required=False,
    )
