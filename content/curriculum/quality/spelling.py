"""Spelling check with hunspell dictionaries; a missing dictionary is reported.

Words of the glossary and of ``lists/spelling.<language>.txt`` also count as known, in
all their forms. Kazakh is checked by stems (``kazakh_stems``).
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from content.curriculum.quality import lists
from content.curriculum.quality.bundle_texts import BundleText
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.kazakh_stems import list_possible_stems
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding
from content.glossary.inflection_patterns import build_term_pattern

#: The dictionary of each language, and its Debian package.
DICTIONARIES = {
    "kk": ("kk_KZ", "hunspell-kk"),
    "ru": ("ru_RU", "hunspell-ru"),
    "en": ("en_GB", "hunspell-en-gb"),
}
#: An unknown form in Kazakh is often a right one that the dictionary does not derive.
SEVERITY = {
    "kk": FindingSeverity.WARNING,
    "ru": FindingSeverity.ERROR,
    "en": FindingSeverity.ERROR,
}
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:[’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:’s|’)$")
_SHORTEST = 2


def check_spelling(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield words in no dictionary and no list, each once per file."""
    for language, (name, package) in DICTIONARIES.items():
        words: dict[str, list[BundleText]] = {}
        for text in reading.in_language(language):
            for word in _words(text):
                words.setdefault(word, []).append(text)
        wrong = find_unknown_words(words, language, reading)
        if wrong is None:
            yield QualityFinding(
                "spelling",
                0,
                f"spelling.{language}",
                f"There is no dictionary {name}.",
                f"Install hunspell and {package}.",
                FindingSeverity.NOT_MADE,
            )
            continue
        drafts = {one.folder for one in reading.library.courses if one.is_draft}
        for word in wrong:
            for text in {one.path: one for one in reversed(words[word])}.values():
                yield reading.on(
                    text,
                    f"spelling.{language}",
                    f"“{word}” is in no dictionary.",
                    f"Mend it, or add it to lists/spelling.{language}.txt.",
                    SEVERITY[language]
                    if text.path.parent not in drafts
                    else FindingSeverity.WARNING,
                )


def find_unknown_words(
    words: Iterable[str], language: str, reading: CheckedLibrary
) -> list[str] | None:
    """Return the unknown words; ``None`` if there is no dictionary."""
    known = _project_words(language, reading)
    if language == "kk":
        possible = {word: list_possible_stems(word.lower()) | {word} for word in words}
        asked = set().union(*possible.values()) - known
        wrong = find_misspelt_words(asked, language)
        if wrong is None:
            return None
        return [word for word, all_of in possible.items() if all_of <= wrong]
    wrong = find_misspelt_words(words, language)
    if wrong is None:
        return None
    forms = [build_term_pattern(word, language) for word in sorted(known)]
    own = re.compile("|".join(forms) or r"$.", re.IGNORECASE)
    return [word for word in sorted(wrong) if not own.fullmatch(word)]


def find_misspelt_words(words: Iterable[str], language: str) -> set[str] | None:
    """Ask hunspell; ``None`` if the program or the dictionary is not installed."""
    program = shutil.which("hunspell")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603 — a program of the system, and our words
        [program, "-d", DICTIONARIES[language][0], "-i", "utf-8", "-l"],
        input="\n".join(words),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return None if done.returncode else set(done.stdout.split())


def _words(text: BundleText) -> Iterator[str]:
    for found in _WORD.finditer(text.words):
        for part in found[0].split("-"):
            word = _POSSESSIVE.sub("", part)
            is_name = word.isupper() or (text.language != "en" and _LATIN.search(word))
            if len(word) >= _SHORTEST and not is_name:
                yield word.replace("’", "'")


def _project_words(language: str, reading: CheckedLibrary) -> set[str]:
    """Return the words of the glossary and of the project's list, in lower case."""
    listed = lists.read_word_list(f"spelling.{language}.txt")
    terms = (
        form
        for entry in reading.library.glossary
        for form in (entry.terms[language], *entry.forms.get(language, ()))
    )
    parts = {part for term in terms for part in re.findall(r"[^\W\d_]+", term)}
    return {word.lower() for word in (*listed, *parts) if not word.isupper()}
