"""Words written while a colleague saved the same translation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.studio.translations.forms import TranslationForm, build_field_name
from content.studio.translations.text_segments import is_blank, iter_text_segments
from content.studio.translations.translation_pairs import TranslationTask
from courses.text_diff import normalise_rich_text

if TYPE_CHECKING:
    from django.http import QueryDict


@dataclass(frozen=True)
class ConcurrentEdits:
    """The submitted data, rebased on the newest draft.

    ``differing`` are the places where both people wrote, and not the same; ``taken``
    are those where only the colleague wrote, whose words are in ``data``.
    """

    data: "QueryDict"
    differing: frozenset[str]
    taken: frozenset[str]


def rebase_on_newest_draft(
    data: "QueryDict", form: TranslationForm, task: TranslationTask
) -> ConcurrentEdits:
    """Return the submitted ``data`` rebased on the newest draft of ``task``.

    ``form`` holds the same data, and is valid. A field left as it was shown takes the
    colleague’s text, so that saving again undoes none of it.
    """
    shown = _shown(task, form.cleaned_data["seen"])
    newest = {said.place: said.value for said in iter_text_segments(task.draft)}
    renewed = data.copy()
    renewed["seen"] = task.seen
    differing, taken = set(), set()
    for place, text in form.words.items():
        theirs, before = newest.get(place, ""), _says(shown.get(place, ""))
        if _says(text) == before:
            name = build_field_name(place)
            saved = form.fields[name].widget.format_value(theirs)
            renewed[name] = "" if saved is None else saved
            if _says(theirs) != before:
                taken.add(place)
        elif _says(text) != _says(theirs):
            differing.add(place)
    return ConcurrentEdits(renewed, frozenset(differing), frozenset(taken))


def _shown(task: TranslationTask, seen: str) -> dict[str, str]:
    """Return the texts shown on the page; empty if there was no draft yet."""
    found = task.row.revisions.filter(pk=seen).first() if seen.isdecimal() else None
    return (
        {said.place: said.value for said in iter_text_segments(found.as_object())}
        if found
        else {}
    )


def _says(text: str) -> str:
    return "" if is_blank(text) else normalise_rich_text(text)
