"""Parity of the languages of a unit, segment by segment; no Django.

A segment is one field of one block, identified by its place: ``block/field`` or
``block/list/item/field``. Fields of the whole unit have no block: ``/title``.
Everything in a block that is the same in all languages, such as numbers and citations,
forms one segment, ``facts``. Segments are compared by the hash of their text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The field for everything in a block that is not translated.
FACTS = "facts"
#: Text and source of a segment that a language lacks.
NOTHING = ("", "")

#: By place: the hash of the text in this language, and of the source it follows.
Made = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Parity:
    """The newest source of each segment, and the source that each language follows.

    The source of a segment is the language that changed it last; ``sources`` has the
    hash of its text there. Languages published before segments were recorded are
    missing.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Made] = field(default_factory=dict)

    def knows(self, language: str) -> bool:
        """Return whether the segments of ``language`` are known."""
        return language in self.texts

    def changed(self, language: str) -> list[str]:
        """Return the sorted places where ``language`` does not follow the source.

        For an item that the language lacks, its texts are listed, but not its facts.
        """
        made = self.texts.get(language, {})
        lagging = [
            place
            for place in sorted({*self.sources, *made})
            if not _follows(made.get(place, NOTHING), self.sources.get(place, ""))
        ]
        worded = {_owner(place) for place in lagging if not _is_facts(place)}
        return [
            place
            for place in lagging
            if place in made or not _is_facts(place) or _owner(place) not in worded
        ]

    def follows(self, language: str, place: str) -> bool:
        """Return whether ``language`` follows the source at ``place``."""
        made = self.texts.get(language, {}).get(place, NOTHING)
        return _follows(made, self.sources.get(place, ""))

    def published(
        self,
        language: str,
        said: Mapping[str, str],
        made_from: Mapping[str, str] | None = None,
        *,
        leads: bool = False,
    ) -> "Parity":
        """Return the parity after publishing ``said``, the hashes of ``language`` by segment.

        ``made_from`` gives the sources the author worked from, if known. Otherwise a
        change to an outdated segment makes it follow its source, and a change to an
        up-to-date segment makes it the source. With ``leads``, ``language`` becomes the
        source of every segment.
        """
        before = self.texts.get(language, {})
        sources = {} if leads else dict(self.sources)
        made = {}
        for place, digest in said.items():
            source = sources.get(place, "")
            if (origin := (made_from or {}).get(place)) is None:
                origin = _origin(digest, before.get(place), source)
                if _leads(digest, before.get(place), source):
                    sources[place] = digest
            made[place] = (digest, origin)
        for place, (earlier, origin) in before.items():
            if place in said:
                continue
            if not earlier:  # confirmed: nothing to translate here
                made[place] = (earlier, origin)
            elif origin == sources.get(place):
                del sources[place]
        return Parity(sources, {**self.texts, language: made})

    def confirmed(self, language: str) -> "Parity":
        """Return the parity after confirming that ``language`` needs no change.

        Items that are not translated at all remain to be done.
        """
        made = dict(self.texts.get(language, {}))
        held = {_owner(place) for place in made}
        known = {_owner(place) for place in self.sources}
        for place in {*self.sources, *made}:
            if _owner(place) in held & known:
                said = made.get(place, NOTHING)[0]
                made[place] = (said, self.sources.get(place, ""))
        return Parity(self.sources, {**self.texts, language: made})

    def leader(self, place: str) -> str | None:
        """Return the language that is the source of ``place``."""
        source = self.sources.get(place)
        leaders = (
            language
            for language, made in sorted(self.texts.items())
            if made.get(place) == (source, source)
        )
        return next(leaders, None)

    def plain(self) -> dict[str, Any]:
        """Return the data to store."""
        return {
            "sources": dict(self.sources),
            "texts": {
                language: {place: list(pair) for place, pair in made.items()}
                for language, made in self.texts.items()
            },
        }


def compute_published_parity(
    known: Parity,
    rounds: Mapping[str, int],
    language: str,
    said: Mapping[str, str],
    made_from: Mapping[str, str] | None = None,
) -> tuple[Parity, bool]:
    """Return the parity after publishing ``language``, and whether the others now lag.

    ``rounds`` are the rounds of edits of the existing languages. They decide if the
    segments of the language are not known.
    """
    leads = language in rounds and rounds[language] == max(rounds.values())
    if not said:
        return known, leads
    if known.knows(language):
        found = known.published(language, said, made_from)
        return found, found.sources != known.sources
    return known.published(language, said, made_from, leads=leads), leads


def compute_next_round(rounds: Mapping[str, int], *, leads: bool) -> int:
    """Return the round of a language on publication; see ``compute_published_parity``."""
    newest = max(rounds.values(), default=1)
    return newest + 1 if leads else newest


def is_lagging(found: int, newest: int, *, behind: int | None) -> bool:
    """Return whether a language lags, by its segments or, if unknown, by its round."""
    return found < newest if behind is None else behind > 0


def build_parity(sources: Mapping[str, str], texts: Mapping[str, Any]) -> Parity:
    """Return the parity stored as ``Parity.plain()``."""
    return Parity(
        sources,
        {
            language: {place: (pair[0], pair[1]) for place, pair in made.items()}
            for language, made in texts.items()
        },
    )


def _leads(digest: str, before: tuple[str, str] | None, source: str) -> bool:
    """Return whether a segment has changed so that the other languages have to follow."""
    if before is None:
        return not source
    said, origin = before
    return said != digest and origin == source


def _origin(digest: str, before: tuple[str, str] | None, source: str) -> str:
    """Return the source of a segment, as far as it can be inferred."""
    if _leads(digest, before, source):
        return digest
    if before is None or (before[0] != digest and source):
        return source
    return before[1]


def _follows(made: tuple[str, str], source: str) -> bool:
    said, origin = made
    return origin == source or (bool(said) and said == source)


def _owner(place: str) -> str:
    return place.rpartition("/")[0]


def _is_facts(place: str) -> bool:
    return place.rpartition("/")[2] == FACTS
