"""Earlier texts of the source that a translation last matched."""

from content.studio.translations.text_segments import iter_text_segments
from content.studio.translations.translation_subjects import (
    SubjectVersion,
    TranslationSubject,
    find_stored_text,
)


def load_former_texts(
    subject: TranslationSubject, version: SubjectVersion, language: str, source: str
) -> dict[str, str]:
    """Return the former text of ``source`` where ``language`` lags, as far as known.

    A translation stores the hash of the source of each segment. Versions before
    ``version`` tell which text had that hash or, if ``source`` has become the source
    since, which of its texts followed the same source. Takes one query, and one for
    each revision.
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
    """Return the newest earlier texts in which ``source`` had, or followed, ``wanted``."""
    held: dict[str, str] = {}
    for reference, said in subject.earlier(version.number, source):
        for place in wanted.keys() - held.keys():
            if wanted[place] in said.get(place, ()):
                held[place] = reference
        if len(held) == len(wanted):
            break
    return held
