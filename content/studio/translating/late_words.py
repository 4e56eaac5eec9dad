"""Words that were written while a colleague saved the same translation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from content.studio.translating.forms import TranslationForm, name_of
from content.studio.translating.pairs import Task
from content.studio.translating.texts import is_blank, said_by
from courses.differing import bare

if TYPE_CHECKING:
    from django.http import QueryDict


@dataclass(frozen=True)
class LateWords:
    """What was sent, as if it had been written beside the newest draft.

    ``differing`` are the places where both wrote, and not the same; ``taken`` are those
    where the colleague alone did, whose words are in ``data``.
    """

    data: "QueryDict"
    differing: frozenset[str]
    taken: frozenset[str]


def beside_newest(data: "QueryDict", form: TranslationForm, task: Task) -> LateWords:
    """Return what was sent as ``data`` as if written beside the draft of ``task``.

    ``form`` holds the same, and is valid. A field that its writer left as it was shown
    takes what the colleague saved, so that saving once more undoes nothing of it.
    """
    shown = _shown(task, form.cleaned_data["seen"])
    newest = {said.place: said.value for said in said_by(task.draft)}
    renewed = data.copy()
    renewed["seen"] = task.seen
    differing, taken = set(), set()
    for place, text in form.words.items():
        theirs, before = newest.get(place, ""), _says(shown.get(place, ""))
        if _says(text) == before:
            name = name_of(place)
            saved = form.fields[name].widget.format_value(theirs)
            renewed[name] = "" if saved is None else saved
            if _says(theirs) != before:
                taken.add(place)
        elif _says(text) != _says(theirs):
            differing.add(place)
    return LateWords(renewed, frozenset(differing), frozenset(taken))


def _shown(task: Task, seen: str) -> dict[str, str]:
    """Return what stood on the page; nothing where there was no draft yet."""
    found = task.row.revisions.filter(pk=seen).first() if seen.isdecimal() else None
    return (
        {said.place: said.value for said in said_by(found.as_object())} if found else {}
    )


def _says(text: str) -> str:
    return "" if is_blank(text) else bare(text)
