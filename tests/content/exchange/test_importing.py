"""What a file brings into the bank: first only told, then written, once."""

import pytest

from content.questions.exchange.exchange_formats import FORMATS
from content.questions.exchange.import_preview import preview_question_import
from content.questions.exchange.question_export import (
    export_questions,
    list_export_losses,
)
from content.questions.exchange.question_import import import_questions
from content.questions.models import QuestionDraft
from content.questions.notation.exchange_question import ExchangeError
from courses.models import UnitVersion
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.exchange import CARRIED, asked
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(pages):
    return pages.course


@pytest.fixture
def trainer():
    return UserFactory()


def written(*questions, name="csv"):
    return FORMATS[name].write(questions)[0]


def plain(kind="single", language="kk", **facts):
    return asked(kind, language, **({"cites": ()} | facts))


def table(*rows, head="Code;Type;Outcome;Question;Right choices;Choice 1;Choice 2"):
    return "\n".join([head, *rows]).encode()


def told(rehearsal):
    return [(row.place, row.state, row.reason) for row in rehearsal.rows]


def told_of(content, course, **facts):
    return told(
        preview_question_import(
            content, "t.csv", course, **({"language": "kk"} | facts)
        )
    )


# What cannot be taken.


def test_journey_of_thirty_rows_with_three_bad_ones(course, trainer):
    rows = [f"T1-Q{n:02};single;1;Қағида {n} не дейді?;1;Иә;Жоқ" for n in range(30)]
    rows[4] = "T1-Q04;riddle;1;Қағида?;1;Иә;Жоқ"
    rows[9] = "T1-Q09;single;7;Қағида?;1;Иә;Жоқ"
    rows[19] = "T1-Q19;single;1;Қағида?;1,2;Иә;Жоқ"
    content = table(*rows).decode().encode("utf-8-sig")

    rehearsal = preview_question_import(content, "t.csv", course, language="kk")

    assert len(rehearsal.ready) == 27
    assert [(row.place, row.code) for row in rehearsal.faulty] == [
        ("6", "T1-Q04"),
        ("11", "T1-Q09"),
        ("21", "T1-Q19"),
    ]
    assert [row.reason for row in rehearsal.faulty][1:] == [
        "The course has no outcome 7. It has: 1.",
        "Mark exactly one option as right.",
    ]
    assert not QuestionDraft.objects.exists()

    brought = import_questions(content, "t.csv", course, language="kk", by=trainer)
    again = import_questions(content, "t.csv", course, language="kk", by=trainer)

    assert (len(brought.ready), len(again.ready), len(again.known)) == (27, 0, 27)
    assert QuestionDraft.objects.count() == 27


def test_file_without_questions_is_refused(course):
    with pytest.raises(ExchangeError, match="no questions in this file"):
        preview_question_import(table(), "t.csv", course, language="kk")


def test_citation_outside_the_register_is_told(course):
    ((_place, state, reason),) = told_of(written(asked("single")), course)

    assert (state, reason) == (
        "faulty",
        "These provisions are not in the register: NMR 43, NMR 44.",
    )


def test_question_without_an_outcome_asks_for_one(course):
    content = written(plain(outcome=None))

    ((_place, state, reason),) = told_of(content, course)
    outcome = course.outcomes.get()

    assert (state, "does not name an outcome" in reason) == ("faulty", True)
    assert told_of(content, course, outcome=outcome) == [("2", "ready", "")]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"stem": ""}, "The question itself is empty. Write what is asked."),
        ({"stem": "а" * 20_001}, f"“{'а' * 40}…” is too long"),
        ({"unit": "к" * 21, "kind": "numeric"}, f"“{'к' * 21}…” is too long"),
        ({"number": "көп", "kind": "numeric"}, "Enter the right number"),
        ({"accepted": (), "kind": "text"}, "Enter at least one accepted answer"),
    ],
)
def test_question_that_does_not_fit_the_bank_is_told(course, facts, reason):
    ((_place, state, told_reason),) = told_of(written(plain(**facts)), course)

    assert (state, told_reason[: len(reason)]) == ("faulty", reason)


# What is there already.


def test_other_question_with_the_code_stays_as_it_is(course, trainer):
    first, second = plain(stem="Бірінші?"), plain(stem="Екінші?", code="t1-q01")
    import_questions(written(first), "t.csv", course, language="kk", by=trainer)

    ((_place, state, reason),) = told_of(written(second), course)

    assert (state, "different question with the code" in reason) == ("known", True)
    assert QuestionDraft.objects.get().stem == "Бірінші?"


def test_same_question_under_another_code_is_known(course, trainer):
    import_questions(written(plain()), "t.csv", course, language="kk", by=trainer)

    ((_place, state, reason),) = told_of(written(plain(code="T1-Q02")), course)

    assert (state, reason) == (
        "known",
        "The same question already exists, with the code T1-Q01.",
    )


def test_question_that_stands_twice_in_the_file_is_taken_once(course):
    content = written(plain(), plain(stem="Басқа?"), plain(code="T1-Q02"))

    assert told_of(content, course) == [
        ("2", "ready", ""),
        ("3", "known", "The code T1-Q01 appears twice in the file."),
        ("4", "known", "The same question already exists, with the code T1-Q01."),
    ]


def test_draft_that_was_edited_since_is_compared_as_last_saved(course, trainer):
    import_questions(written(plain()), "t.csv", course, language="kk", by=trainer)
    row = QuestionDraft.objects.get()
    row.stem = "Өзгерді?"
    row.save_revision(clean=False)

    ((_place, _state, reason),) = told_of(written(plain(stem="Өзгерді?")), course)

    assert reason == "This question is already in the bank."


# Languages.


def test_languages_of_a_code_are_one_question(course, trainer):
    for language in ("kk", "ru"):
        content = written(plain("matching", language), name="moodle")
        import_questions(content, "q.xml", course, language=language, by=trainer)

    kk, ru = QuestionDraft.objects.order_by("locale__language_code")

    assert kk.translation_key == ru.translation_key
    assert [block.id for block in kk.answers] == [block.id for block in ru.answers]
    assert kk.structure() == ru.structure()


@pytest.mark.parametrize("kind", CARRIED)
def test_languages_in_one_file_ask_the_same(course, trainer, kind):
    content = written(plain(kind), plain(kind, "ru"))

    import_questions(content, "t.csv", course, language="en", by=trainer)

    kk, ru = QuestionDraft.objects.order_by("locale__language_code")
    assert (kk.language, ru.language) == ("kk", "ru")
    assert kk.structure() == ru.structure()


def test_language_that_asks_something_else_is_told(course):
    other = plain("multiple", "ru")

    (_first, (_place, state, reason)) = told_of(written(plain(), other), course)

    assert (state, "does not match the question" in reason) == ("faulty", True)


def test_translation_takes_over_what_its_file_cannot_say(course, trainer):
    content = written(plain(must_pass=True))
    import_questions(content, "t.csv", course, language="kk", by=trainer)
    bare = "::T1-Q01::Вопрос {~А =Б ~В ~Г}".encode()

    import_questions(bare, "q.gift", course, language="ru", by=trainer)

    ru = QuestionDraft.objects.get(locale__language_code="ru")
    assert (ru.must_pass, ru.outcome.number) == (True, 1)


# What is written.


def test_what_comes_in_is_a_draft_of_the_trainer_and_in_the_trail(course, trainer):
    released_instrument("43")
    content = written(asked("single", cites=("NMR 43",)))

    import_questions(content, "t.csv", course, language="kk", by=trainer)

    row = QuestionDraft.objects.get()
    assert (row.live, row.has_unpublished_changes, row.cites) == (False, True, "NMR 43")
    assert row.latest_revision.user == trainer
    assert not UnitVersion.objects.filter(unit__course=course, unit__kind="question")
    entry = Entry.objects.get(action="questions.imported")
    assert (entry.by, entry.details["questions"]) == (trainer, ["T1-Q01 kk"])


def test_import_that_adds_nothing_leaves_no_trail(course, trainer):
    for _time in range(2):
        import_questions(written(plain()), "t.csv", course, language="kk", by=trainer)

    assert Entry.objects.filter(action="questions.imported").count() == 1


def test_failure_in_the_middle_leaves_nothing(course, trainer, monkeypatch):
    content = written(plain(), plain(code="T1-Q02", stem="Басқа?"))
    calls = []

    def fail(self, *args, **kwargs):
        calls.append(self)
        if len(calls) > 1:
            raise RuntimeError

    monkeypatch.setattr(QuestionDraft, "save_revision", fail)
    with pytest.raises(RuntimeError):
        import_questions(content, "t.csv", course, language="kk", by=trainer)

    assert not QuestionDraft.objects.exists()
    assert not Entry.objects.filter(action="questions.imported").exists()


def test_name_that_is_no_code_becomes_one_that_stays_the_same(course, trainer):
    content = "::Сила и закон::Вопрос? {=А ~Б}".encode()
    outcome = course.outcomes.get()
    facts = {"language": "ru", "outcome": outcome, "by": trainer}

    first = import_questions(content, "q.gift", course, **facts)
    second = import_questions(content, "q.gift", course, **facts)

    assert first.ready[0].code.startswith("Q-")
    assert "gets Q-" in first.ready[0].notes[0]
    assert [row.code for row in second.known] == [first.ready[0].code]


@pytest.mark.parametrize("name", FORMATS)
def test_bank_goes_out_and_comes_into_an_empty_one(course, trainer, name):
    left_out = {"cloze", "open"} if name == "gift" else set()
    kinds = [kind for kind in CARRIED if kind not in left_out]
    facts = [{"code": f"T1-{kind}", "kind": kind} for kind in kinds]
    content = written(*(plain(**fact) for fact in facts))
    import_questions(content, "t.csv", course, language="kk", by=trainer)
    before = _asked(course)
    wanted = set(QuestionDraft.objects.values_list("pk", flat=True))

    file = export_questions(course, wanted, FORMATS[name], by=trainer)
    QuestionDraft.objects.all().delete()
    import_questions(file.content, file.name, course, language="kk", by=trainer)

    assert _asked(course) == before
    entry = Entry.objects.get(action="questions.exported")
    assert entry.details["questions"] == sorted(fact["code"] for fact in facts)


def _asked(course):
    """What the rows ask, without the identity of their parts."""
    rows = QuestionDraft.objects.filter(course=course).order_by("code")
    return [
        row.plain_content()
        | {"answers": [(one.block_type, one.value) for one in row.answers]}
        for row in rows
    ]


def test_export_of_nothing_is_refused(course, trainer):
    with pytest.raises(ExchangeError, match="None of these questions"):
        export_questions(course, set(), FORMATS["csv"], by=trainer)


def test_languages_go_out_in_the_order_of_the_first(trainer, pages):
    choices = {
        language: [
            {
                "type": "choice",
                "id": f"00000000-0000-4000-8000-00000000000{letter}",
                "value": {
                    "text": f"{language} {letter}",
                    "correct": letter == "a",
                    "feedback": "",
                },
            }
            for letter in letters
        ]
        for language, letters in {"kk": "abc", "ru": "cab", "en": "abc"}.items()
    }
    pages.question(parts=choices)
    wanted = set(QuestionDraft.objects.values_list("pk", flat=True))

    file = export_questions(pages.course, wanted, FORMATS["csv"], by=trainer)

    rows = [
        line.split(";") for line in file.content.decode("utf-8-sig").splitlines()[1:]
    ]
    assert [
        [cell for cell in row if cell[-2:] in {" a", " b", " c"}] for row in rows
    ] == [
        [f"{language} {letter}" for letter in "abc"] for language in ("kk", "ru", "en")
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_rehearsal_asks_the_database_as_often_for_three_as_for_one(
    course, trainer, django_assert_num_queries, count
):
    questions = [plain(code=f"T1-Q{n}", stem=f"С {n}?") for n in range(count)]
    import_questions(written(*questions), "t.csv", course, language="kk", by=trainer)
    content = written(*(plain(code=f"T1-R{n}", stem=f"Р {n}?") for n in range(count)))

    with django_assert_num_queries(4):
        preview_question_import(content, "t.csv", course, language="kk")


# Cases.


def test_question_comes_to_its_case_where_the_bank_has_it(pages):
    case = pages.case(languages=["kk"])["kk"]
    questions = [
        plain(code="T1-Q01", case="T1-K01 3"),
        plain("multiple", code="T1-Q02", case="T1-K02"),
    ]

    first, second = preview_question_import(
        written(*questions), "t.csv", pages.course, language="kk"
    ).ready

    assert (first.draft.case, first.draft.case_place, first.notes) == (case, 3, ())
    assert (second.draft.case, len(second.notes)) == (None, 1)


def test_export_tells_that_the_text_of_a_case_stays_behind(pages):
    row = pages.question(case=pages.case(), case_place=2)["kk"]

    (loss,) = list_export_losses(pages.course, [row.pk], FORMATS["csv"])

    assert (loss.code, loss.language, loss.is_left_out) == ("T1-Q01", "kk", False)
    assert "T1-K01" in loss.reason


def test_export_tells_that_the_marking_of_an_open_answer_stays_behind(pages):
    facts = {"type": "open", "parts": {"kk": []}, "languages": ["kk"], "markers": 2}
    row = pages.question(**facts)["kk"]

    (loss,) = list_export_losses(pages.course, [row.pk], FORMATS["csv"])

    assert (loss.code, loss.language, loss.is_left_out) == ("T1-Q01", "kk", False)


@pytest.mark.parametrize("name", FORMATS)
def test_export_that_lost_something_comes_back_as_it_is(course, trainer, pages, name):
    import_questions(written(plain("open")), "t.csv", course, language="kk", by=trainer)
    row = QuestionDraft.objects.get()
    row.markers = 2
    row.save_revision(clean=False)

    file = export_questions(course, {row.pk}, FORMATS[name], by=trainer)

    assert file.name.endswith(".zip")
    QuestionDraft.objects.all().delete()
    came = import_questions(file.content, file.name, course, language="kk", by=trainer)
    assert (came.format.name, came.faulty) == (name, [])
    assert QuestionDraft.objects.get().stem == row.stem
