"""Check of question banks: citations, balance, duplicates, enough questions for the exam."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from django.utils import translation

from content.curriculum.bundle_contents import CourseBundle
from content.curriculum.bundle_questions import BundleQuestion
from content.curriculum.quality import lists
from content.curriculum.quality.checked_library import CheckedLibrary
from content.curriculum.quality.quality_findings import FindingSeverity, QualityFinding
from courses.assessment.bank.bank_requirements import BankQuestion as Asked
from courses.assessment.bank.bank_requirements import QuestionBank
from courses.assessment.bank.bank_requirements import list_bank_shortfalls as lacking
from elearning.languages import CODES

#: Equivalent questions of one type needed per outcome (curriculum A.6).
EQUIVALENT = 3
#: An exam with this many questions covers a whole course; minimum size of its bank.
WHOLE_EXAM, WHOLE_BANK = 20, 36
#: Minimum number of single-choice questions for checking where right answers stand.
ENOUGH = 8
#: Allowed deviation of a position from an even share.
TOLERANCE = 0.15
#: By chance, the right option is the longest in a third or a quarter of questions.
LONGEST = 0.5
ALIKE = 0.8

_ALL = {
    "en": r"\b(?:all|none|both) of the above\b",
    "ru": r"\b(?:все|ничего из|ни одно из) (?:вышеперечисленн|перечисленн)\w+",
    "kk": r"жоғарыда(?:ғы|ғылардың)\w* (?:бәрі|барлығы|ешқайсысы)",
}


def check_question_banks(reading: CheckedLibrary) -> Iterator[QualityFinding]:
    """Yield problems in the question banks of all courses."""
    for course in reading.library.courses:
        for question in course.own_questions():
            yield from _alone(reading, course, question)
        yield from _places(reading, course)
        yield from _longest(reading, course)
        yield from _doubles(reading, course)
        yield from _enough(reading, course)
        yield from _must_pass(reading, course)


def _on(
    reading: CheckedLibrary,
    course: CourseBundle,
    line: int,
    rule: str,
    text: str,
    advice: str,
    severity: FindingSeverity = FindingSeverity.ERROR,
) -> QualityFinding:
    bank = course.folder / "questions.yaml"
    path = bank if course.own_questions() else course.folder / "course.yaml"
    return reading.at(path, line, f"bank.{rule}", text, advice, severity)


def _alone(
    reading: CheckedLibrary, course: CourseBundle, question: BundleQuestion
) -> Iterator[QualityFinding]:
    code, line = question.code, question.line
    if not question.cites:
        advice = "Name the provision that the answer rests on."
        yield _on(reading, course, line, "uncited", f"{code} cites nothing.", advice)
    for choice in question.choices:
        for language, words in choice.texts.items():
            if re.search(_ALL.get(language, _ALL["en"]), words, re.IGNORECASE):
                text = f"{code} has an option “{words}”."
                advice = "Write an option that says something of its own."
                yield _on(reading, course, line, "all-of-the-above", text, advice)
    if question.type == "single" and not 3 <= len(question.choices) <= 4:
        text = f"{code} has {len(question.choices)} options."
        advice = "A single-choice question has three or four."
        yield _on(reading, course, line, "options", text, advice)


def _singles(course: CourseBundle) -> list[tuple[BundleQuestion, int]]:
    """Return single-choice questions, each with the position of its right option."""
    return [
        (one, [choice.correct for choice in one.choices].index(True))
        for one in course.own_questions()
        if one.type == "single"
    ]


def _places(reading: CheckedLibrary, course: CourseBundle) -> Iterator[QualityFinding]:
    by_size: dict[int, list[int]] = defaultdict(list)
    for question, place in _singles(course):
        by_size[len(question.choices)].append(place)
    for size, places in by_size.items():
        there = Counter(places)
        told = ", ".join(f"{chr(97 + i)} {there[i]}" for i in range(size))
        shares = [there[i] / len(places) for i in range(size)]
        if len(places) >= ENOUGH and any(
            abs(share - 1 / size) > TOLERANCE for share in shares
        ):
            yield _on(
                reading,
                course,
                1,
                "letters",
                f"Right answers of {size} options are unbalanced: {told}.",
                "Change the order of options until each letter is right equally often.",
                reading.completeness(course),
            )
    truths = [
        [choice.correct for choice in one.choices].index(True)
        for one in course.own_questions()
        if one.type == "truefalse"
    ]
    if len(truths) >= ENOUGH and not 0.25 <= sum(truths) / len(truths) <= 0.75:
        text = f"Of {len(truths)} statements {sum(truths)} are false."
        advice = "Let a third to two thirds of the statements be true."
        severity = reading.completeness(course)
        yield _on(reading, course, 1, "letters", text, advice, severity)


def _longest(reading: CheckedLibrary, course: CourseBundle) -> Iterator[QualityFinding]:
    singles = _singles(course)
    for language in CODES:
        found = [
            one.code for one, right in singles if _is_longest(one, right, language)
        ]
        if len(singles) >= ENOUGH and len(found) > LONGEST * len(singles):
            yield _on(
                reading,
                course,
                1,
                "longest",
                f"In {language} the right option is the longest in {len(found)} of "
                f"{len(singles)}: {', '.join(found)}.",
                "Make some right options shorter, or wrong ones longer.",
                reading.completeness(course),
            )


def _is_longest(question: BundleQuestion, right: int, language: str) -> bool:
    lengths = [len(choice.texts[language]) for choice in question.choices]
    return lengths[right] > max(n for i, n in enumerate(lengths) if i != right)


def _doubles(reading: CheckedLibrary, course: CourseBundle) -> Iterator[QualityFinding]:
    said = [(one, _words(one)) for one in course.own_questions()]
    for (one, ours), (other, theirs) in combinations(said, 2):
        alike = SequenceMatcher(None, ours, theirs, autojunk=False)
        if alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE:
            yield _on(
                reading,
                course,
                other.line,
                "double",
                f"{other.code} asks nearly what {one.code} asks.",
                "Ask something else, or take one of them out.",
            )


def _words(question: BundleQuestion) -> list[str]:
    options = sorted(choice.texts["en"] for choice in question.choices)
    whole = " ".join([question.stems["en"], question.passages.get("en", ""), *options])
    return re.findall(r"\w+", whole.lower())


def _enough(reading: CheckedLibrary, course: CourseBundle) -> Iterator[QualityFinding]:
    if course.exam is None:
        return
    severity = reading.completeness(course)
    asked = [one for one in course.questions if one.is_for_exams]
    is_whole = course.exam["questions"] >= WHOLE_EXAM
    if is_whole and len(asked) < WHOLE_BANK:
        text = f"The bank has {len(asked)} questions for the exam."
        advice = f"A whole course needs at least {WHOLE_BANK}."
        yield _on(reading, course, 1, "size", text, advice, severity)
    for number in sorted(course.outcomes):
        types = Counter(one.type for one in asked if one.outcome == number)
        most = max(types.values(), default=0)
        if is_whole and most < EQUIVALENT:
            text = f"Outcome {number} has no {EQUIVALENT} exam questions of one type."
            advice = "Write equivalent ones (curriculum A.6)."
            yield _on(reading, course, 1, "equivalent", text, advice, severity)
    with translation.override("en"):
        found = lacking(
            QuestionBank(list(course.outcomes), [_asked(one) for one in asked]),
            asked=course.exam["questions"],
            needs_full_bank=True,
            blueprint=course.exam["blueprint"],
            open_questions=course.exam["open_questions"],
        )
        for one in found:
            advice = "See docs/content-format.md, “Course”."
            yield _on(reading, course, 1, "exam", str(one.text), advice, severity)


def _asked(one: BundleQuestion) -> Asked:
    return Asked(
        outcome=one.outcome,
        must_pass=one.must_pass,
        difficulty=one.difficulty,
        code=one.code.lower(),
        cites=one.cites or (),
        type=one.type,
    )


def _must_pass(
    reading: CheckedLibrary, course: CourseBundle
) -> Iterator[QualityFinding]:
    there = {one.code: one for one in course.questions}
    for code in sorted(lists.read_word_list("must_pass.txt")):
        if not code.startswith(f"{course.code}-Q"):
            continue
        question = there.get(code)
        if question is None:
            advice = "The curriculum demands this question."
            severity = reading.completeness(course)
            text = f"{code} is missing."
            yield _on(reading, course, 1, "must-pass", text, advice, severity)
        elif not question.must_pass:
            text = f"{code} is no must-pass question any more."
            advice = "Set must_pass: true, as the curriculum has it."
            yield _on(reading, course, question.line, "must-pass", text, advice)
