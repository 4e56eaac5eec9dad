"""Wrong bundles are refused with file, line and reason, all at once."""

import pytest

from content.curriculum.bundle_approvals import list_unapproved_parts
from content.curriculum.bundle_markup import render_rich_text
from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError, FaultCollector
from courses.assessment.bank.bank_requirements import (
    BankQuestion,
    QuestionBank,
    list_bank_shortfalls,
)


def faults(root):
    with pytest.raises(BundleError) as error:
        read_library(root)
    return [(fault.file, fault.line, fault.reason) for fault in error.value.faults]


def replace(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


LESSON = "courses/t1/l1.kk.md"
COURSE = "courses/t1/course.yaml"
SCENARIO = "courses/t1/s1.yaml"
BANK = "courses/t1/questions.yaml"
RULES = "instruments/nmr.yaml"
ENTRY = "guidelines/mg-1/guideline.yaml"
SHEET = "guidelines/mg-1/mg-1.kk.md"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        (LESSON, "minutes: 10", "minutes: ten", 4, "“minutes” must be a whole number."),
        (LESSON, "summary: Why", "resume: Why", 3, "“resume” is not a key here."),
        (LESSON, "[NMR 1]", "[NMR 99]", 6, "“NMR 99” names no provision of the bundles."),
        (LESSON, "## First part {#first}", "## First part", 11, None),
        (LESSON, "{#rule}", "{#Rule}", 18, "“Rule” is not a name: use a-z, 0-9 and hyphens."),
        (LESSON, "::: shift", "::: dance", 36, None),
        (LESSON, "clause:NMR 1", "clause:NMR 77", None, None),
        (LESSON, "- [x] b)", "- [ ] b)", 28, "A single check cannot have 0 right options."),
        (LESSON, "  > It is not.\n", "", 30, "Option a) has no feedback."),
        (LESSON, "| Search | 52 |", "| Search | 52 | 3 |", None, None),
        (LESSON, "| Search | 52 |", "| **Search** | 52 |", 22, None),
        (LESSON, "  > It is not.", "  > [It](clause:NMR 1) is not.", 28, None),
        (LESSON, "**bold**", "<b>bold</b>", None, None),
        (COURSE, "lessons: [l1, s1]", "lessons: [l1]", 1, "No module lists s1."),
        (COURSE, "lessons: [l1, s1]", "lessons: [l1, s1, l2]", 13, "Lesson l2 has no file."),
        (COURSE, "questions: 1", "questions: 9", 1, None),
        (COURSE, "hours: 1", "hours: [1", None, None),
        (COURSE, "waiting_hours: [24]", "waiting_hours: []", 17, None),
        (COURSE, "attempts: 2", "attempts: 2\n  invigilated: perhaps", None, None),
        (COURSE, "attempts: 2", "attempts: 2\n  trials: many", None, None),
        (COURSE, "attempts: 2", "attempts: 2\n  blueprint: {outcomes: {1: 2}}", None, None),
        (COURSE, "attempts: 2", "attempts: 2\n  blueprint: {outcomes: {9: 1}}", 1, None),
        (COURSE, "attempts: 2", "attempts: 2\n  blueprint: {list: [T1-Q99]}", 1, None),
        (COURSE, "attempts: 2", "attempts: 2\n  blueprint: {difficulty: {odd: 100}}", None, None),
        (BANK, "outcome: 1", "outcome: 1\n  difficulty: odd", 1, None),
        (SCENARIO, "to: y", "to: z", 15, "Choice b leads to z, which is no node."),
        (SCENARIO, "start: n1", "start: n7", 1, "“start” names n7, which is no node."),
        (SCENARIO, "ending: good", "ending: great", 27, "An ending is one of: good, fair, poor."),
        (SCENARIO, "        to: n1", "        to: n2", 19, "No ending is reachable from node n2."),
        (BANK, "outcome: 1", "outcome: 1\n  case: T1-K09", 1, "There is no case T1-K09."),
        (BANK, "outcome: 1", "outcome: 7", 1, "The course has no outcome 7."),
        (BANK, "en: Question", "en: A **good** question", 6, None),
        (BANK, "type: single", "type: riddle", 1, None),
        (BANK, "      correct: true\n", "", 1, "A single question cannot have 0 right choices."),
        (BANK, "T1-Q02", "T1-Q01", 14, "The id T1-Q01 stands twice."),
        (BANK, "ru: Вопрос, ", "", 6, "“ru” is missing."),
        (BANK, "markers: 2", "markers: 3", 21, "“markers” is 1 or 2."),
        (BANK, "limit: 300", "limit: 6000", 21, "“limit” is a number from 1 to 5000."),
        (BANK, '        - {kk: Жоқ, ru: Нет, en: "No"}', "        - {kk: Жоқ}", 31, None),
        (COURSE, "questions: 1", "questions: 1\n  open_questions: 2", 17, None),
        (RULES, "verified: V", "verified: X", 8, "“verified” is one of: V, V-, G."),
        (RULES, "provisions:", "link: {kk: http://x, ru: x, en: x}\nprovisions:", 1, None),
        (RULES, "provisions:", "read: yesterday\nprovisions:", 1, None),
        (ENTRY, "distribution: open", "distribution: register-only", 1, None),
        (SHEET, "(NMR 1)", "(NMR 1(2)(z))", 10, "“NMR 1(2)(z)” names no provision of the bundles."),
        (SHEET, "(NMR 1)", "(NMR 5)", 10, "“NMR 5” names no provision of the bundles."),
        (SHEET, "1.2 Another", "Another", 12, "A clause starts with its number: 1.1 Text."),
    ],
)  # fmt: skip
def test_wrong_file_is_refused_with_its_line(bundles, file, old, new, line, reason):
    replace(bundles, file, old, new)

    found = faults(bundles)

    assert [one for one in found if one[0] == file], found
    if line is not None:
        assert line in [one[1] for one in found if one[0] == file]
    if reason is not None:
        assert (file, line, reason) in found


BRANCHING = """
- id: T1-Q09
  type: branching
  outcome: 1
  cites: [NMR 1]
  stem: {kk: Не істейсіз, ru: Что делать, en: What now}
  steps:
    - id: n1
      text: {kk: Айқай, ru: Крик, en: A scream}
      choices:
        - id: a
          to: n2
          score: 2
          text: {kk: Барамын, ru: Иду, en: I go}
        - id: b
          breach: true
          text: {kk: Күтемін, ru: Жду, en: I wait}
          feedback: {kk: Болмайды, ru: Нельзя, en: Never}
    - id: n2
      text: {kk: Жарақат, ru: Травма, en: An injury}
      choices:
        - id: a
          score: 1
          text: {kk: Дәрігер, ru: Врач, en: A doctor}
        - id: b
          text: {kk: Ештеңе, ru: Ничего, en: Nothing}
  feedback: {kk: Түсіндірме, ru: Пояснение, en: Feedback}
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("to: n2", "to: n7", "Step n1 leads to n7, which does not exist."),
        ("to: n2", "to: n1", "Step n1 can come up again after it has been left."),
        ("          to: n2\n", "", "No choice leads to step n2."),
        ("score: 2", "score: -2", "No path earns points."),
        ("breach: true", "breach: perhaps", "“breach” must be true or false."),
        (
            "id: b\n          text: {kk: Е",
            "id: a\n          text: {kk: Е",
            "Two choices",
        ),
    ],
)
def test_scenario_that_cannot_be_played_is_refused(bundles, old, new, reason):
    bank = bundles / BANK
    bank.write_text(bank.read_text("utf-8") + BRANCHING.lstrip(), "utf-8")
    replace(bundles, BANK, old, new)

    assert [one for one in faults(bundles) if one[2].startswith(reason)]


def test_scenario_of_the_bank_is_read(bundles):
    bank = bundles / BANK
    bank.write_text(bank.read_text("utf-8") + BRANCHING.lstrip(), "utf-8")

    (course,) = read_library(bundles).courses

    question = course.questions[-1]
    ways = [
        (scene.name, one.name, one.to, one.score, one.is_breach)
        for scene in question.scenes
        for one in scene.choices
    ]
    assert question.is_releasable
    assert ways == [
        ("n1", "a", "n2", 2, False),
        ("n1", "b", "", 0, True),
        ("n2", "a", "", 1, False),
        ("n2", "b", "", 0, False),
    ]


def test_language_with_other_blocks_is_refused_where_they_differ(bundles):
    replace(bundles, "courses/t1/l1.ru.md", "{#limits}", "{#bounds}")

    assert ("courses/t1/l1.ru.md", 22, "The blocks differ from l1.kk.md.") in faults(
        bundles
    )


def test_missing_language_is_refused(bundles):
    (bundles / "courses/t1/l1.en.md").unlink()

    assert "The lesson is missing in en." in [one[2] for one in faults(bundles)]


def test_every_fault_is_told_at_once(bundles):
    replace(bundles, LESSON, "minutes: 10", "minutes: ten")
    replace(bundles, RULES, "verified: V", "verified: X")

    assert {one[0] for one in faults(bundles)} >= {LESSON, RULES}


def test_windows_line_ends_are_refused(bundles):
    path = bundles / LESSON
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert (LESSON, 1, "Lines must end as on Unix.") in faults(bundles)


def test_file_that_is_not_utf_8_is_refused(bundles):
    (bundles / LESSON).write_bytes("---\ntitle: Сабақ".encode("utf-16"))

    assert LESSON in [one[0] for one in faults(bundles)]


def test_sample_is_read_whole(bundles):
    library = read_library(bundles)

    (course,) = library.courses
    assert list(course.lessons) == ["l1"]
    assert list(course.scenarios) == ["s1"]
    assert [question.code for question in course.questions] == [
        "T1-Q01",
        "T1-Q02",
        "T1-Q03",
        "T1-Q04",
    ]
    assert library.citations == {"NMR 1", "MG-1 1.1", "MG-1 1.2"}


def test_part_of_a_rule_is_a_provision_of_its_own(bundles):
    replace(bundles, RULES, 'number: "1"', 'number: "1(2)(b)"')
    for path in [*bundles.rglob("*.md"), *bundles.rglob("*.yaml")]:
        text = path.read_text("utf-8")
        path.write_text(text.replace("NMR 1", "NMR 1(2)(b)"), "utf-8")

    (rules, sheet) = read_library(bundles).documents

    assert rules.citations == {"NMR 1(2)(b)"}
    assert [code for _path, _line, code in sheet.cite_lines] == ["NMR 1(2)(b)"] * 3


#: What the curriculum names and no lesson cites yet; the register has it from the start.
NAMED_BY_THE_CURRICULUM = {
    *(f"NMR 76(1)({letter})" for letter in "abcd"),
    "NMR 76(2)",
    *(f"NMR {n}" for n in (68, 80, 87, 88, 89, 90, 92, 93, 94, 107, 108, 111, 112)),
    *(f"NMR {n}" for n in range(96, 106)),
    *(f"BR {n}" for n in (*range(29, 36), 40, 41, 45, 46, 47, *range(57, 67))),
    *("TR 3.1", "TR 3.2", "TR 3.12", "TR 6.1", "TR 8.1", "TR 8.2", "TR 9", "TR 10.1"),
    *("TR 12", "TR 13.5", "TR 14"),
    *("ICCPR 9", "ICCPR 19", "CAT 15", "GC22 3", "PEC 109", "PEC 167"),
    *(f"LP {n}" for n in (1, 13, 14, 16, 17)),
    *("LES 36", "CC 72", "CC 146"),
}


def test_register_has_what_the_curriculum_names(shipped):
    assert shipped.citations >= NAMED_BY_THE_CURRICULUM
    assert [one.code for one in shipped.instruments if not one.keepers] == []


def test_our_own_bundles_are_right_and_approved(shipped):
    assert {course.code for course in shipped.courses} >= {"C1", "C4-M1"}
    for bundle in shipped.guidelines:
        assert list_unapproved_parts(bundle.approvals, bundle.hashes()) == [], (
            bundle.folder.name
        )
    assert {
        one.name: one.uncovered() for one in shipped.courses if one.uncovered()
    } == {}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**bold** and *it*", "<p><b>bold</b> and <i>it</i></p>"),
        ("- one\n- two", "<ul> <li>one</li> <li>two</li> </ul>"),
        ("### Small", "<h3>Small</h3>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_markup_becomes_limited_rich_text(tmp_path, text, html):
    assert render_rich_text(text, tmp_path, 1, FaultCollector(tmp_path)) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        "![x](y)",
        "# Big",
        "#### Deep",
        "[x](https://evil.example)",
    ],
)
def test_markup_that_is_not_allowed_is_a_fault(tmp_path, text):
    faults = FaultCollector(tmp_path)

    html = render_rich_text(text, tmp_path / "a.md", 7, faults)

    assert {fault.line for fault in faults.found} == {7}
    assert "<script" not in html
    assert "evil" not in html or "href" not in html


@pytest.mark.parametrize("code", ["C1", "C4-M1"])
def test_shipped_bank_lacks_nothing_for_its_exam(shipped, code):
    courses = {one.code: one for one in shipped.courses}
    bundle = courses[code]
    questions = [
        BankQuestion(one.outcome, must_pass=one.must_pass)
        for one in bundle.questions
        if one.is_for_exams
    ]

    found = list_bank_shortfalls(
        QuestionBank(list(bundle.outcomes), questions),
        asked=bundle.exam["questions"],
        needs_full_bank=True,
    )

    assert found == []


def cited_by(bundle):
    """Every citation of a course: of its lessons, scenarios and questions."""
    lessons = [one for files in bundle.lessons.values() for one in files.values()]
    found = {code for one in lessons for code in one.cites}
    found |= {code for one in bundle.scenarios.values() for code in one.cites}
    return found | {code for one in bundle.questions for code in one.cites}


def test_course_c1_is_linked_to_the_safeguards_it_teaches(shipped):
    (c1,) = [one for one in shipped.courses if one.code == "C1"]

    found = cited_by(c1)

    taught = "1.1 2.2 2.3 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.4 4.5 5.1 5.2 5.3 5.4 6.1 6.2 6.3 6.4"
    taught += " 7.1 7.2 7.3 7.4 7.5 8.2 8.3 9.1 9.2 9.3 9.4 12.1 12.3 13.4"
    assert {f"MG-6 {n}" for n in taught.split()} - found == set()
    assert {f"NMR 76(1)({letter})" for letter in "abc"} - found == set()
    unasked = [one.code for one in c1.questions if not one.cites]
    assert unasked == []
