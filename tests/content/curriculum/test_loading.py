"""Loading bundles: idempotent, modest towards editors, released only when approved."""

import io
import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from content.curriculum.errors import BundleError
from content.curriculum.loading import INDEXING, load
from content.curriculum.names import key, text_key
from content.models import CoursePage, LessonPage
from content.questions.models import CaseDraft, QuestionDraft
from courses.assessment.models import PaperVersion, QuestionVersion
from courses.models import Course, Outcome, Unit, UnitVersion
from courses.provisions.citing import resolve
from courses.provisions.models import Document, DocumentVersion
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.content import publish, text_block

pytestmark = pytest.mark.django_db


def replace(root, file, old, new):
    path = root / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def count():
    return {
        model.__name__: model.objects.count()
        for model in (
            Course, Outcome, CoursePage, LessonPage, QuestionDraft, Unit,
            UnitVersion, QuestionVersion, PaperVersion, Document, DocumentVersion,
        )
    }  # fmt: skip


def course():
    return Course.objects.get(code="T1")


def test_wrong_bundle_loads_nothing(bundles):
    replace(bundles, "courses/t1/l1.kk.md", "minutes: 10", "minutes: ten")

    with pytest.raises(BundleError):
        load(bundles)

    assert count() == dict.fromkeys(count(), 0)


def test_command_says_file_line_and_reason(bundles):
    replace(bundles, "courses/t1/l1.kk.md", "minutes: 10", "minutes: ten")

    with pytest.raises(CommandError) as error:
        call_command("load_curriculum", bundles=bundles, stdout=io.StringIO())

    assert "courses/t1/l1.kk.md:4: “minutes” must be a whole number." in str(
        error.value
    )


def test_without_approvals_nothing_reaches_a_learner(bundles):
    report = load(bundles)

    assert report.waiting == ["MG-1", "T1"]
    assert course().current_edition is None
    refused = Entry.objects.filter(action__endswith="release_refused").order_by("pk")
    assert [entry.action.partition(".")[0] for entry in refused] == [
        "provisions",
        "courses",
    ]
    assert all(entry.reason and entry.by is None for entry in refused)
    assert not resolve(["MG-1 1.1"])[0].is_known
    assert resolve(["NMR 1"])[0].is_known


def test_approved_bundle_is_released_naming_its_offices(bundles, approve):
    approve()

    report = load(bundles)

    assert report.released == ["MG-1", "T1"]
    edition = course().current_edition
    slugs = [entry.version.unit.slug for entry in edition.outline]
    assert slugs == ["t1", "m1", "l1", "s1", "exam"]
    questions = edition.entries.filter(version__unit__kind="question")
    assert [one.version.unit.slug for one in questions] == [
        "t1-q01",
        "t1-q02",
        "t1-q03",
    ]


def test_what_is_over_the_budget_waits_with_its_reason_and_all_else_is_loaded(
    bundles, approve, settings
):
    approve()
    settings.PAGE_BUDGET_KB = 0
    said = io.StringIO()

    call_command("load_curriculum", bundles=bundles, stdout=said)

    for code in ("MG-1", "T1"):
        (line,) = re.findall(
            rf"^Waiting: {code}\. (.+)$", said.getvalue(), re.MULTILINE
        )
        refused = Entry.objects.filter(action__endswith="release_refused", reason=line)
        assert refused.count() == 1
        assert " 0 КБ" in line
    assert course().current_edition is None
    assert LessonPage.objects.filter(live=True).count() > 0
    settings.PAGE_BUDGET_KB = 120
    assert load(bundles).released == ["MG-1", "T1"]


def test_approval_of_other_content_releases_nothing(bundles, approve):
    approve()
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")

    assert load(bundles).waiting == ["T1"]
    assert course().current_edition is None


def test_loading_again_changes_nothing(bundles, approve):
    approve()
    load(bundles)
    before = count()

    report = load(bundles)

    assert not report.changed
    assert count() == before


def test_identities_follow_from_the_names(bundles):
    load(bundles)

    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")
    blocks = {block.block_type: block for block in page.body}
    assert page.translation_key == key("t1", "l1")
    assert blocks["check"].id == text_key("t1", "l1", "check")
    options = blocks["check"].value["options"].bound_blocks
    assert [one.id for one in options] == [
        text_key("t1", "l1", "check", letter) for letter in ("a", "b")
    ]


def test_languages_are_translations_of_one_another(bundles):
    load(bundles)

    pages = LessonPage.objects.filter(slug="l1")
    assert pages.count() == 3
    assert len({page.translation_key for page in pages}) == 1
    assert all(page.alias_of_id is None for page in pages)


def test_links_lead_to_clauses_and_lessons_in_their_language(bundles):
    load(bundles)

    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")
    html = page.body[1].value["text"].source
    assert 'href="/ru/rules/nmr/#p-1"' in html
    assert 'href="/ru/courses/t1/s1/"' in html


def test_new_text_is_a_new_version_and_waits_for_approval(bundles, approve):
    approve()
    load(bundles)
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")

    report = load(bundles)

    assert (report.published, report.waiting) == (1, ["T1"])
    assert course().current_edition.number == 1
    approve()
    replace(bundles, "courses/t1/l1.ru.md", "In our own words.", "In other words.")
    approve()
    load(bundles)
    assert course().current_edition.number == 2


def test_approved_change_of_one_language_is_released_with_the_others(bundles, approve):
    approve()
    load(bundles)
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")
    approve()

    report = load(bundles)

    assert report.released == ["T1"]
    assert course().current_edition.number == 2
    assert load(bundles).released == []


def test_text_of_a_trainer_stays_and_is_not_released_by_the_loader(bundles, approve):
    approve()
    load(bundles)
    trainer = UserFactory()
    for language in ("kk", "ru", "en"):
        page = LessonPage.objects.get(slug="l1", locale__language_code=language)
        page.body = json.dumps([text_block("own", "Өз мәтінім")])
        publish(page, by=trainer)

    report = load(bundles)

    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    assert "Өз мәтінім" in str(page.body.get_prep_value())
    assert report.waiting == ["T1"]
    assert course().current_edition.number == 1


def test_new_order_of_lessons_moves_the_pages(bundles, approve):
    approve()
    load(bundles)
    replace(bundles, "courses/t1/course.yaml", "[l1, s1]", "[s1, l1]")
    approve()

    load(bundles)

    slugs = [entry.version.unit.slug for entry in course().current_edition.outline]
    assert slugs == ["t1", "m1", "s1", "l1", "exam"]


def test_an_exam_may_ask_for_an_invigilator(bundles):
    replace(
        bundles, "courses/t1/course.yaml", "attempts:", "invigilated: true\n  attempts:"
    )

    load(bundles)

    assert {paper.is_invigilated for paper in PaperVersion.objects.all()} == {True}


def test_questions_nobody_can_mark_stay_drafts(bundles):
    load(bundles)

    drafts = QuestionDraft.objects.filter(code="T1-Q04")
    assert [draft.live for draft in drafts] == [False, False, False]
    assert QuestionVersion.objects.filter(version__unit__slug="t1-q04").count() == 0


def test_open_question_brings_its_rubric(bundles):
    replace(
        bundles, "courses/t1/course.yaml", "minutes:", "open_questions: 1\n  minutes:"
    )
    load(bundles)

    asked = QuestionVersion.objects.filter(version__unit__slug="t1-q03").last()
    (criterion,) = asked.body["ru"]["criteria"]
    assert (criterion["text"], criterion["levels"]) == ("Критерий", ["Нет", "Да"])
    assert asked.key == {
        "criteria": {criterion["id"]: 1},
        "markers": 2,
        "credit": "part",
    }
    assert (asked.body["kk"]["limit"], asked.body["kk"]["sample"]) == (300, "Себебі")
    assert {paper.open_questions for paper in PaperVersion.objects.all()} == {1}


def test_questions_of_a_case_are_loaded_with_its_text(bundles):
    write_case(bundles, "Түнгі ауысым.")
    bank = bundles / "courses/t1/questions.yaml"
    text = bank.read_text("utf-8").replace("outcome: 1", "outcome: 1\n  case: T1-K01")
    bank.write_text(text, "utf-8")

    load(bundles)
    again = load(bundles)

    listed = UnitVersion.objects.newest().order_by("unit__slug")
    rows = [
        QuestionVersion.objects.get(version=one)
        for one in listed.filter(unit__kind="question")
    ]
    assert [row.place for row in rows] == [1, 2, 3]
    assert len({row.case for row in rows}) == 1
    case = {"title": "Оқиға", "text": "Түнгі ауысым."}
    assert [row.body["kk"]["case"] for row in rows] == [case] * 3
    assert not again.changed


def test_case_that_trainers_went_on_writing_is_left_alone(bundles):
    write_case(bundles, "Түнгі ауысым.")
    load(bundles)
    case = CaseDraft.objects.get(locale__language_code="kk")
    case.text = "Таңғы ауысым."
    publish(case)

    load(bundles)

    case.refresh_from_db()
    assert case.text == "Таңғы ауысым."


def write_case(bundles, text):
    (bundles / "courses/t1/cases.yaml").write_text(
        "- id: T1-K01\n"
        "  title: {kk: Оқиға, ru: Случай, en: Case}\n"
        f"  text: {{kk: {text}, ru: Ночь., en: Night.}}\n",
        "utf-8",
    )


def test_hashes_are_printed_and_written(bundles):
    out = io.StringIO()

    call_command("curriculum_hashes", bundles=bundles, write=True, stdout=out)

    assert "t1/l1 " in out.getvalue()
    assert load(bundles).released == ["MG-1", "T1"]


def test_rules_of_an_exam_and_the_difficulty_of_a_question_are_loaded(bundles):
    replace(
        bundles,
        "courses/t1/course.yaml",
        "attempts: 2",
        "attempts: 2\n  trials: 0\n  full_bank: true\n"
        "  blueprint: {outcomes: {1: 1}, difficulty: {hard: 1}, must_pass: 0}",
    )
    replace(
        bundles,
        "courses/t1/questions.yaml",
        "outcome: 1",
        "outcome: 1\n  difficulty: hard",
    )

    load(bundles)

    paper = PaperVersion.objects.latest("pk")
    assert (paper.trials, paper.needs_full_bank) == (0, True)
    assert paper.blueprint == {
        "outcomes": {"1": 1},
        "difficulty": {"easy": 0, "medium": 0, "hard": 1},
        "must_pass": 0,
    }
    difficulties = QuestionVersion.objects.values_list("difficulty", flat=True)
    assert set(difficulties) == {"hard"}


def second_guideline(bundles, code, cites):
    """Copy MG-1 as another guideline, whose first clause cites what is given."""
    slug = code.lower()
    folder = bundles / "guidelines" / slug
    shutil.copytree(bundles / "guidelines/mg-1", folder)
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace("MG-1", code).replace("mg-1", slug)
        path.unlink()
        path.with_name(path.name.replace("mg-1", slug)).write_text(text, "utf-8")
    cite(bundles, slug, cites)


def cite(bundles, slug, cites):
    for path in (bundles / "guidelines" / slug).glob("*.md"):
        text = re.sub(
            r"(?m)^(1\.1 [^(\n]*?)( \([^)]*\))?$",
            rf"\1 ({cites})",
            path.read_text("utf-8"),
        )
        path.write_text(text, "utf-8")


def test_guideline_is_loaded_after_the_one_that_it_cites(bundles, approve):
    second_guideline(bundles, "MG-2", "NMR 1")
    cite(bundles, "mg-1", "MG-2 1.1")
    approve()

    assert load(bundles).released == ["MG-2", "MG-1", "T1"]


def test_guidelines_that_cite_each_other_are_refused_by_line(bundles):
    second_guideline(bundles, "MG-2", "MG-1 1.1")
    cite(bundles, "mg-1", "MG-2 1.1")

    with pytest.raises(BundleError) as error:
        load(bundles)

    files = {fault.file for fault in error.value.faults}
    assert files == {
        f"guidelines/{slug}/{slug}.{code}.md"
        for slug in ("mg-1", "mg-2")
        for code in ("kk", "ru", "en")
    }
    assert "“MG-2 1.1” closes a circle of guidelines" in str(error.value)
    assert Document.objects.count() == 0


def test_loading_leaves_one_task_to_index_each_page(bundles, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    load(bundles)

    asked = [
        json.dumps([row.task_path, row.args_kwargs])
        for row in DBTaskResult.objects.filter(task_path__in=INDEXING)
    ]
    assert asked
    assert len(set(asked)) == len(asked)
