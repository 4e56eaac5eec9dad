"""Revision histories: the authors and sources since a text was last published."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wagtail.models import Revision

from content.publishing.models import TranslatedDraft

if TYPE_CHECKING:
    #: A text: the content type of its table, and its id there.
    type Text = tuple[int, str]


@dataclass(frozen=True)
class _Step:
    """A revision of a text: its user, and whether a version is rendered from it."""

    pk: int
    user: int | None
    is_held: bool


class RevisionHistories:
    """The histories of the texts of some revisions.

    Takes one query for each kind of text, and one for all their drafts.
    """

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self._steps: dict[Text, list[_Step]] = {}
        texts: dict[int, set[str]] = {}
        for one in revisions:
            texts.setdefault(one.base_content_type_id, set()).add(str(one.object_id))
        for kind, keys in texts.items():
            self._read(kind, keys)
        self._made_from = self._drafts()

    def authors(self, revision: Revision) -> set[int]:
        """Return who wrote anything up to ``revision`` since the text was last published."""
        steps = [one for one in self._of(revision) if one.pk <= revision.pk]
        held = [one.pk for one in steps if one.is_held and one.pk != revision.pk]
        last = max(held, default=0)
        return {one.user for one in steps if one.pk > last and one.user is not None}

    def made_from(self, revision: Revision) -> dict[str, str]:
        """Return the sources of the text since it was last published, by place.

        The sources of a revision published before were recorded then.
        """
        steps = self._of(revision)
        last = max((one.pk for one in steps if one.is_held), default=0)
        since = [one.pk for one in steps if last < one.pk <= revision.pk]
        newest = max((pk for pk in since if pk in self._made_from), default=None)
        return dict(self._made_from[newest]) if newest else {}

    def _of(self, revision: Revision) -> list[_Step]:
        return self._steps[revision.base_content_type_id, str(revision.object_id)]

    def _read(self, kind: int, keys: set[str]) -> None:
        rows = Revision.objects.filter(base_content_type=kind, object_id__in=keys)
        for key, pk, user, held in rows.values_list("object_id", "pk", "user", "held"):
            step = _Step(pk, user, held is not None)
            self._steps.setdefault((kind, key), []).append(step)

    def _drafts(self) -> dict[int, dict[str, str]]:
        """Return the sources of unpublished drafts, by revision."""
        drafts = [
            one.pk for steps in self._steps.values() for one in steps if not one.is_held
        ]
        rows = TranslatedDraft.objects.filter(revision__in=drafts) if drafts else ()
        return {row.revision_id: row.made_from for row in rows}
