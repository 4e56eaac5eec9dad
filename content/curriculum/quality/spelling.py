"""Spelling by hunspell's dictionaries, where they are installed; never silently left out.

Known besides are the words of the glossary and of ``lists/spelling.<language>.txt``, in all
their forms. Kazakh is checked by stems (``stemming``).
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator

from content.curriculum.quality import lists
from content.curriculum.quality.findings import Finding, Severity
from content.curriculum.quality.reading import Reading
from content.curriculum.quality.stemming import stems
from content.curriculum.quality.texts import Text
from content.glossary.inflecting import pattern

#: The dictionary of each language, and the Debian package that has it.
DICTIONARIES = {
    "kk": ("kk_KZ", "hunspell-kk"),
    "ru": ("ru_RU", "hunspell-ru"),
    "en": ("en_GB", "hunspell-en-gb"),
}
#: An unknown form in Kazakh is often a right one that the dictionary does not derive.
SEVERITY = {"kk": Severity.WARNING, "ru": Severity.ERROR, "en": Severity.ERROR}
_LATIN = re.compile(r"[A-Za-z]")
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?:[’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"(?:’s|’)$")
_SHORTEST = 2


def check(reading: Reading) -> Iterator[Finding]:
    """Yield words that no dictionary and no list has, each once in a file."""
    for language, (name, package) in DICTIONARIES.items():
        words: dict[str, list[Text]] = {}
        for text in reading.in_language(language):
            for word in _words(text):
                words.setdefault(word, []).append(text)
        wrong = unknown(words, language, reading)
        if wrong is None:
            yield Finding(
                "spelling",
                0,
                f"spelling.{language}",
                f"There is no dictionary {name}.",
                f"Install hunspell and {package}.",
                Severity.NOT_MADE,
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
                    else Severity.WARNING,
                )


def unknown(words: Iterable[str], language: str, reading: Reading) -> list[str] | None:
    """Return the words that nothing knows; ``None`` where there is no dictionary."""
    known = _project_words(language, reading)
    if language == "kk":
        possible = {word: stems(word.lower()) | {word} for word in words}
        asked = set().union(*possible.values()) - known
        wrong = misspelt(asked, language)
        if wrong is None:
            return None
        return [word for word, all_of in possible.items() if all_of <= wrong]
    wrong = misspelt(words, language)
    if wrong is None:
        return None
    forms = [pattern(word, language) for word in sorted(known)]
    own = re.compile("|".join(forms) or r"$.", re.IGNORECASE)
    return [word for word in sorted(wrong) if not own.fullmatch(word)]


def misspelt(words: Iterable[str], language: str) -> set[str] | None:
    """Ask hunspell; ``None`` where it or the dictionary is not installed."""
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


def _words(text: Text) -> Iterator[str]:
    for found in _WORD.finditer(text.words):
        for part in found[0].split("-"):
            word = _POSSESSIVE.sub("", part)
            is_name = word.isupper() or (text.language != "en" and _LATIN.search(word))
            if len(word) >= _SHORTEST and not is_name:
                yield word.replace("’", "'")


def _project_words(language: str, reading: Reading) -> set[str]:
    """Return the words of the glossary and of the project's list, in lower case."""
    listed = lists.words(f"spelling.{language}.txt")
    terms = (
        form
        for entry in reading.library.glossary
        for form in (entry.terms[language], *entry.forms[language])
    )
    parts = {part for term in terms for part in re.findall(r"[^\W\d_]+", term)}
    return {word.lower() for word in (*listed, *parts) if not word.isupper()}
