"""The content of an edition on its page: what is new first, the rest folded."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import Unit, UnitVersion
from courses.release.edition_proposal import EditionProposal


@dataclass(frozen=True)
class EditionParts:
    """What an edition would hold: new pages, new questions, and what stays as it is.

    And what it would hold no more: ``gone``.
    """

    pages: list[UnitVersion]
    questions: list[UnitVersion]
    kept: list[UnitVersion]
    gone: list[UnitVersion]


def build_edition_parts(proposal: EditionProposal) -> EditionParts:
    """Return the parts of ``proposal``, each kind in its order."""
    fresh = {version.pk for version in proposal.fresh}
    return EditionParts(
        _of(proposal.fresh, is_question=False),
        _of(proposal.fresh, is_question=True),
        [version for version in proposal.versions if version.pk not in fresh],
        proposal.gone,
    )


def _of(versions: Iterable[UnitVersion], *, is_question: bool) -> list[UnitVersion]:
    kind = Unit.Kind.QUESTION
    return [one for one in versions if (one.unit.kind == kind) == is_question]
