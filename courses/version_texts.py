"""What a version says, block by block: as its learners read it, and what changed in it.

Who keeps the texts knows how they look. The app that publishes them registers its
``TextSource`` in ``AppConfig.ready``; the desk only asks for blocks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from courses.text_diff import DiffPiece, diff_words

if TYPE_CHECKING:
    from courses.models import UnitVersion
    from elearning.accounts.models import User


@dataclass(frozen=True)
class VersionBlock:
    """A piece of a text: its id, the same in every language, and what it is called.

    ``words`` is what it says without markup; ``html`` how a learner reads it, where that
    was asked for.
    """

    id: str
    name: str
    words: str
    html: str = ""


@dataclass(frozen=True)
class BlockComparison:
    """A block beside what it was in the current edition; the side that lacks it is ``None``."""

    after: VersionBlock | None
    before: VersionBlock | None

    @property
    def block(self) -> VersionBlock:
        """The newer of both."""
        return self.after or self.before  # type: ignore[return-value]  # one of them is there

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_removed(self) -> bool:
        return self.after is None

    @property
    def is_changed(self) -> bool:
        return bool(
            self.after and self.before and self.after.words != self.before.words
        )

    @property
    def pieces(self) -> tuple[DiffPiece, ...]:
        """Both wordings word by word."""
        return diff_words(
            self.before.words if self.before else "",
            self.after.words if self.after else "",
        )


@dataclass(frozen=True)
class UnpublishedDraft:
    """A text that its author has not handed over: what it is called and where it is."""

    title: str
    url: str
    at: datetime


class TextSource(Protocol):
    """What keeps the texts of versions."""

    def list_blocks(
        self, versions: Sequence["UnitVersion"], language: str
    ) -> dict[int, list[VersionBlock]]:
        """Return the blocks of each version by its id, without ``html``; few queries."""

    def render_blocks(
        self, version: "UnitVersion", language: str
    ) -> list[VersionBlock]:
        """Return the blocks of one version with their ``html``."""

    def render_rich_texts(self, texts: Sequence[str], language: str) -> list[str]:
        """Return rich text as it is kept, each as its readers get it; few queries."""

    def list_editor_urls(
        self, versions: Sequence["UnitVersion"], language: str
    ) -> dict[int, str]:
        """Return where authors change each version, by its id; few queries."""

    def list_unpublished_drafts(self, author: "User") -> "list[UnpublishedDraft]":
        """Return what ``author`` saved last and nobody has published, newest first."""

    def build_block_anchor(self, block: str) -> str:
        """Return what leads to a block at such an address (``#…``)."""


_sources: list[TextSource] = []


def register(source: TextSource) -> None:
    """Have ``source`` asked for all texts; the last one registered counts."""
    _sources[:] = [source]


def get_text_source() -> TextSource:
    """Return what keeps the texts."""
    return _sources[0]


def compare_blocks(
    before: Sequence[VersionBlock], after: Sequence[VersionBlock]
) -> list[BlockComparison]:
    """Return the blocks in the order of the newer text; what it lacks comes last."""
    old, new = ({one.id: one for one in blocks} for blocks in (before, after))
    return [
        BlockComparison(new.get(name), old.get(name))
        for name in dict.fromkeys([*new, *old])
    ]
