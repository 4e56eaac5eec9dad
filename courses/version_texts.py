"""Texts of a version, block by block, and changes between versions.

The app that publishes the texts registers a ``TextSource`` in ``AppConfig.ready``.
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
    """One block of a text; its ``id`` is the same in every language.

    ``words`` is the text without markup; ``html`` is what a learner sees, if requested.
    """

    id: str
    name: str
    words: str
    html: str = ""


@dataclass(frozen=True)
class BlockComparison:
    """A block beside its counterpart in the current edition; a missing side is ``None``."""

    after: VersionBlock | None
    before: VersionBlock | None

    @property
    def block(self) -> VersionBlock:
        """The newer of the two blocks."""
        return self.after or self.before  # type: ignore[return-value]  # one of them is set

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
        """Both texts, compared word by word."""
        return diff_words(
            self.before.words if self.before else "",
            self.after.words if self.after else "",
        )


@dataclass(frozen=True)
class UnpublishedDraft:
    """A text that its author has not published or submitted: its title and editor URL."""

    title: str
    url: str
    at: datetime


class TextSource(Protocol):
    """The app that stores the texts of versions."""

    def list_blocks(
        self, versions: Sequence["UnitVersion"], language: str
    ) -> dict[int, list[VersionBlock]]:
        """Return the blocks of each version, by its id, without ``html``; few queries."""

    def render_blocks(
        self, version: "UnitVersion", language: str
    ) -> list[VersionBlock]:
        """Return the blocks of one version, with ``html``."""

    def render_rich_texts(self, texts: Sequence[str], language: str) -> list[str]:
        """Return each of the stored rich texts as readers see it; few queries."""

    def list_editor_urls(
        self, versions: Sequence["UnitVersion"], language: str
    ) -> dict[int, str]:
        """Return the URL where authors edit each version, by its id; few queries."""

    def list_unpublished_drafts(self, author: "User") -> "list[UnpublishedDraft]":
        """Return the unpublished texts last saved by ``author``, newest first."""

    def build_block_anchor(self, block: str) -> str:
        """Return the URL fragment of a block (``#…``)."""


_sources: list[TextSource] = []


def register(source: TextSource) -> None:
    """Use ``source`` for all texts; the last one registered counts."""
    _sources[:] = [source]


def get_text_source() -> TextSource:
    """Return the registered text source."""
    return _sources[0]


def compare_blocks(
    before: Sequence[VersionBlock], after: Sequence[VersionBlock]
) -> list[BlockComparison]:
    """Return the blocks in the order of the newer text, followed by removed blocks."""
    old, new = ({one.id: one for one in blocks} for blocks in (before, after))
    return [
        BlockComparison(new.get(name), old.get(name))
        for name in dict.fromkeys([*new, *old])
    ]
