"""What the source said when a translation was last equal to it."""

from content.studio.translating.text_segments import iter_text_segments
from content.studio.translating.translation_subjects import (
    SubjectVersion,
    TranslationSubject,
    find_stored_text,
)


def load_former_texts(
    subject: TranslationSubject, version: SubjectVersion, language: str, source: str
) -> dict[str, str]:
    """Return what ``source`` said at each place where ``language`` lags, as far as is known.

    A translation knows of each segment the hash of what it was made from. The versions
    before ``version`` tell which text that was, or, where ``source`` has become the source
    since, which of its texts followed the same: a query, and one for each of the revisions.
    """
    made = version.parity.texts.get(language, {})
    wanted = {
        place: made[place][1]
        for place in version.parity.changed(language)
        if place in made and made[place][1]
    }
    if not wanted or not source:
        return {}
    held = _held_by(subject, version, source, wanted)
    said = {reference: _words(reference) for reference in set(held.values())}
    return {
        place: said[reference][place]
        for place, reference in held.items()
        if place in said[reference]
    }


def _words(reference: str) -> dict[str, str]:
    text = find_stored_text(reference)
    return {one.place: one.value for one in iter_text_segments(text)} if text else {}


def _held_by(
    subject: TranslationSubject,
    version: SubjectVersion,
    source: str,
    wanted: dict[str, str],
) -> dict[str, str]:
    """Return the newest earlier text in which ``source`` said, or followed, ``wanted``."""
    held: dict[str, str] = {}
    for reference, said in subject.earlier(version.number, source):
        for place in wanted.keys() - held.keys():
            if wanted[place] in said.get(place, ()):
                held[place] = reference
        if len(held) == len(wanted):
            break
    return held
