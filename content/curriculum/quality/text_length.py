"""Check of text lengths: lessons that can be read in a quarter of an hour."""

import re
from collections.abc import Iterator

from content.curriculum.bundle_contents import GuidelineBundle
from content.curriculum.lesson_reader import LessonFile, LessonPart
from content.curriculum.quality.bundle_texts import UNTITLED, strip_markup
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding

#: Words of a lesson in each language, without self-checks and without key points, which
#: repeat the text. Kazakh and Russian need a fifth fewer words than English, so lessons
#: of 550 English words, as in the first course, stay within the limits.
FEWEST, MOST = 300, 700
#: Words of a guideline with clauses (kk and ru need a quarter fewer).
GUIDELINE = {"kk": (1100, 3000), "ru": (1100, 3000), "en": (1500, 3000)}
#: Words per sentence: maximum average, and maximum for any one.
AVERAGE = {"kk": 16, "ru": 16, "en": 18}
LONGEST = 40
#: Words per minute of a slow reader and of somebody skimming; and the minutes that
#: self-checks, a table, an example to think over and a pause take in addition.
SLOW, FAST = 40, 220
BESIDES = 15

_APART = ("check", "key-points")
_WORD = re.compile(r"\w[\w’'-]*")
_END = re.compile(
    r"(?<=[.!?…])[»”)]*\s+(?=[«“(]?(?:[^\W\d_a-zа-яәғқңөұүһі]|\d+(?:-|, \d| және| мен)))|\n"
)
_MARKUP = re.compile(r"^\s*(?:[-#|>]+|\d+\.)\s*|\|", re.MULTILINE)
_TAG = re.compile(r"<[^>]*>")
_RULER = re.compile(r"^[\s|:-]+$", re.MULTILINE)


def check_text_length(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield lessons that are too long or too short, and overlong sentences."""
    for course in reading.library.courses:
        for files in course.lessons.values():
            for language, lesson in files.items():
                yield from _lesson(reading, lesson, language)
    for bundle in reading.library.guidelines:
        yield from _guideline(reading, bundle)
    for text in reading.texts:
        for sentence in split_sentences(text.words):
            if (count := count_words(sentence)) > LONGEST:
                yield reading.on(
                    text,
                    "length.sentence",
                    f"A sentence has {count} words: “{sentence[:60]}…”.",
                    f"Make two of it; the most is {LONGEST}.",
                )


def count_words(text: str) -> int:
    """Return how many words a text has."""
    return len(_WORD.findall(text))


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text without markup."""
    return [one for one in _END.split(text) if one and count_words(one)]


def extract_lesson_text(lesson: LessonFile) -> str:
    """Return the text of a lesson without self-checks and key points."""
    read = (part for part in lesson.parts if part.kind not in _APART)
    return "\n".join(_said(part) for part in read)


def _said(part: LessonPart) -> str:
    title = "" if part.kind in UNTITLED else part.title
    bare = _MARKUP.sub(" ", _RULER.sub("", part.text))
    return strip_markup(f"{title}\n{bare}")


def _guideline(
    reading: CheckedLibrary, bundle: GuidelineBundle
) -> Iterator[QualityFinding]:
    for language, body in bundle.document.body.items():
        clauses = [one["text"] for part in body["sections"] for one in part["clauses"]]
        count = count_words(_TAG.sub(" ", " ".join([body["lead"], *clauses])))
        fewest, most = GUIDELINE.get(language, GUIDELINE["en"])
        if not fewest <= count <= most:
            path = bundle.folder / f"{bundle.document.slug}.{language}.md"
            text = f"The guideline has {count} words."
            advice = f"A complete one has {fewest} to {most}."
            severity = FindingSeverity.WARNING
            yield reading.at(path, 1, "length.guideline", text, advice, severity)


def _lesson(
    reading: CheckedLibrary, lesson: LessonFile, language: str
) -> Iterator[QualityFinding]:
    text = extract_lesson_text(lesson)
    count = count_words(text)
    if not FEWEST <= count <= MOST:
        yield reading.at(
            lesson.path,
            1,
            "length.lesson",
            f"The lesson has {count} words without checks and key points.",
            f"Give it {FEWEST} to {MOST}: divide it, or say more.",
        )
    paragraphs = [p.text for p in lesson.parts if p.kind not in {"check", "table"}]
    lengths = [
        count_words(one) for p in paragraphs for one in split_sentences(strip_markup(p))
    ]
    most = AVERAGE.get(language, AVERAGE["en"])
    average = sum(lengths) / max(1, len(lengths))
    if average > most:
        yield reading.at(
            lesson.path,
            1,
            "length.average",
            f"A sentence has {average:.1f} words on average.",
            f"Write shorter ones; {most} is the most.",
        )
    if not count / FAST <= lesson.minutes <= count / SLOW + BESIDES:
        yield reading.at(
            lesson.path,
            4,
            "length.minutes",
            f"{lesson.minutes} minutes for {count} words are not plausible.",
            f"Say {round(count / 150) + 5} to {round(count / SLOW) + BESIDES}.",
            FindingSeverity.WARNING,
        )
