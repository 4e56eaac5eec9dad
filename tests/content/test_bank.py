"""The question bank in the studio: found, compared, restored, and not asked twice."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.test.utils.form_data import nested_form_data, streamfield

from content.models import ExamPage
from content.questions.likeness import likeness
from content.questions.models import QuestionDraft
from content.studio.permissions import recreate
from courses.assessment.bank import filing, states
from courses.assessment.models import (
    PaperVersion,
    QuestionNumbers,
    QuestionVersion,
    State,
)
from courses.models import Unit, UnitVersion
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW
from tests.factories.content import name, publish
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in):
    recreate()
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


def listed(trainer, **query):
    page = trainer.client.get(reverse("studio_questions:list"), query)
    assert page.status_code == 200
    return {(row.code, row.language) for row in page.context["object_list"]}


def form_of(row, **changed):
    facts = {
        "course": row.course_id,
        "code": row.code,
        "type": row.type,
        "difficulty": "medium",
        "outcome": row.outcome_id,
        "cites": row.cites,
        "stem": row.stem,
        "case": "",
        "case_place": 1,
        "passage": "",
        "answer": "",
        "tolerance": "",
        "unit": "",
        "markers": "1",
        "limit": "2000",
        "feedback": "",
        "change_weight": "editorial",
        "change_reason": "",
        "answers": streamfield(
            [
                ("choice", {"text": "a", "correct": "on", "feedback": ""}),
                ("choice", {"text": "b", "feedback": ""}),
            ]
        ),
    }
    ids = {f"answers-{n}-id": name(row.code, letter) for n, letter in enumerate("ab")}
    return nested_form_data(facts | changed) | ids


@pytest.mark.parametrize(
    "query",
    [{"state": "x"}, {"course": "no"}, {"outcome": "x"}, {"cites": "("}, {"q": "%("}],
)
def test_wrong_filter_breaks_nothing(trainer, pages, query):
    pages.question()

    listed(trainer, **query)


def test_every_filter_goes_with_every_other_and_with_the_search(trainer, pages):
    pages.question("T1-Q01", cites="NMR 43, NMR 4", must_pass=True)
    pages.question("T1-Q02", cites="NMR 4")
    unit = Unit.objects.get(slug="t1-q02")
    states.change(unit, State.RETIRED, reason="Ескірді", by=None, at=NOW)
    first, second = [
        {(code, language) for language in ("kk", "ru", "en")}
        for code in ("T1-Q01", "T1-Q02")
    ]

    assert listed(trainer) == first | second
    assert listed(trainer, state="retired") == second
    assert listed(trainer, state="draft") == first
    assert listed(trainer, cites="nmr  43") == first
    assert listed(trainer, cites="NMR 4") == first | second
    assert listed(trainer, must_pass="true") == first
    assert listed(trainer, locale="kk", q="сұрақ q02") == {("T1-Q02", "kk")}
    everything = {
        "course": pages.course.pk,
        "outcome": pages.outcome.pk,
        "type": "single",
        "state": "retired",
        "locale": "ru",
        "cites": "NMR 4",
        "q": "СҰРАҚ",
    }
    assert listed(trainer, **everything) == {("T1-Q02", "ru")}


def test_list_is_filtered_by_folder_tag_and_difficulty(trainer, pages):
    row = pages.question("T1-Q01", difficulty="hard")["kk"]
    pages.question("T1-Q02")
    filing.file(
        row.translation_key, row.course, folder="Law/Night", tags="search", by=None
    )
    first = {("T1-Q01", language) for language in ("kk", "ru", "en")}

    assert listed(trainer, folder="Law") == first
    assert listed(trainer, tag="Search") == first
    assert listed(trainer, tag="sear") == set()
    assert listed(trainer, difficulty="hard") == first


def test_list_shows_and_sorts_by_what_answers_tell(trainer, pages):
    for code, facility in [("T1-Q01", "0.9"), ("T1-Q02", "0.4")]:
        pages.question(code)
        question = QuestionVersion.objects.filter(version__unit__slug=code.lower())
        QuestionNumbers.objects.create(
            question=question.latest("pk"), n=40, facility=facility
        )
    page = trainer.client.get(
        reverse("studio_questions:list"), {"ordering": "facility", "locale": "kk"}
    )

    assert [row.code for row in page.context["object_list"]] == ["T1-Q02", "T1-Q01"]
    assert "40 %" in page.content.decode()


def test_list_shows_state_and_use_and_leads_to_the_desk(trainer, pages):
    pages.question()
    pages.release()

    page = trainer.client.get(reverse("studio_questions:list"))

    row = page.context["object_list"][0]
    assert (row.state, row.edition, row.times, row.last_at) == ("live", 1, 0, None)
    unit = Unit.objects.get(kind="question")
    assert reverse("desk:bank:question", args=[unit.key]) in page.content.decode()


def test_queries_do_not_grow_with_questions(trainer, pages):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            listed(trainer)
        return len(captured)

    pages.question("T1-Q01")
    queries()
    one = queries()
    for code in ("T1-Q02", "T1-Q03"):
        pages.question(code)

    assert queries() == one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тінту қалай жүргізіледі?", "тінту  ҚАЛАЙ жүргізіледі"),
        ("Кто проводит обыск?", "«Кто проводит обыск»…"),
    ],
)
def test_same_words_ask_the_same_whatever_their_signs(one, other):
    assert likeness(one) == likeness(other) != likeness("Другое")


def test_likeness_is_of_one_language(pages):
    rows = pages.question("T1-Q01", stem="Нормы?")
    pages.question("T1-Q02", languages=["ru"], stem="нормы")

    def alike(row):
        return [other.code for other in QuestionDraft.objects.alike(row)]

    assert alike(rows["ru"]) == ["T1-Q02"]
    assert alike(rows["kk"]) == []


def test_list_marks_and_finds_questions_that_ask_the_same(trainer, pages):
    pages.question("T1-Q01", stem="Нормы?")
    pages.question("T1-Q02", languages=["ru"], stem="нормы")
    pages.question("T1-Q03")

    assert listed(trainer, alike="yes") == {("T1-Q01", "ru"), ("T1-Q02", "ru")}
    page = trainer.client.get(reverse("studio_questions:list")).content.decode()
    with translation.override("kk"):
        assert page.count(gettext("Another asks the same.")) == 2


def test_question_that_is_asked_already_is_warned_about_when_it_is_saved(
    trainer, pages
):
    released_instrument("43")
    pages.question("T1-Q01", stem="Тінту қалай жүргізіледі?")
    row = pages.question("T1-Q02", stem="Басқа сұрақ?", cites="NMR 43")["kk"]
    edit = reverse("studio_questions:edit", args=[row.pk])

    def warned(stem):
        answer = trainer.client.post(edit, form_of(row, stem=stem))
        assert answer.status_code == 302, answer.context["form"].errors
        found = [str(one) for one in get_messages(answer.wsgi_request)]
        return [one for one in found if "T1-Q01" in one]

    assert warned("Мүлде басқа?") == []
    assert len(warned("тінту қалай жүргізіледі")) == 1


def test_versions_are_compared_and_an_old_one_restored_as_a_new_one(trainer, pages):
    released_instrument("43")
    row = pages.question(languages=["kk"], stem="Бірінші?", cites="NMR 43")["kk"]
    row.stem = "Екінші?"
    publish(row)
    first, second = row.revisions.order_by("pk")

    compared = trainer.client.get(
        reverse(
            "studio_questions:revisions_compare", args=[row.pk, first.pk, second.pk]
        )
    ).content.decode()
    old = reverse("studio_questions:revisions_revert", args=[row.pk, first.pk])
    assert "Бірінші?" in trainer.client.get(old).content.decode()
    restored = form_of(row, stem="Бірінші?") | {
        "revision": first.pk,
        "action-publish": "1",
    }
    answer = trainer.client.post(
        reverse("studio_questions:edit", args=[row.pk]), restored
    )

    assert "Бірінші" in compared
    assert "Екінші" in compared
    assert answer.status_code == 302
    assert QuestionDraft.objects.get(pk=row.pk).stem == "Бірінші?"
    stems = [
        version.body["kk"]["stem"] for version in QuestionVersion.objects.order_by("pk")
    ]
    assert stems == ["Бірінші?", "Екінші?", "Бірінші?"]


def test_page_of_the_exam_says_what_the_bank_lacks(trainer, pages):
    pages.exam()
    pages.question(must_pass=True)
    exam = ExamPage.objects.get(locale__language_code="kk")
    edit = reverse("wagtailadmin_pages:edit", args=[exam.pk])

    def findings():
        used = trainer.client.get(edit).context
        return next(level["findings"] for level in used if "findings" in level)

    assert [one.is_refusal for one in findings()] == [False]
    for code in ("T1-Q02", "T1-Q03"):
        pages.question(code)
    assert findings() == []


@pytest.mark.parametrize(
    ("rule", "value"), [("trials", 5), ("trials", 0), ("needs_full_bank", True)]
)
def test_new_rules_of_an_exam_reach_the_assessment_office(pages, rule, value):
    pages.exam()
    exam = ExamPage.objects.get(locale__language_code="kk")
    before = exam.digest()

    setattr(exam, rule, value)
    publish(exam)

    paper = PaperVersion.objects.latest("pk")
    assert getattr(paper, rule) == value
    assert exam.digest() != before


def test_exam_whose_rules_are_the_usual_ones_keeps_its_hash(pages):
    pages.exam()

    assert set(ExamPage.objects.first().rules) == {
        "questions",
        "minutes",
        "pass_mark",
        "attempts",
        "waiting_hours",
    }


def exam_form(trainer, **changed):
    """What the form of the Kazakh exam sends, with ``changed`` numbers."""
    exam = ExamPage.objects.get(locale__language_code="kk")
    facts = {
        name: getattr(exam, name) if getattr(exam, name) is not None else ""
        for name in (
            "title",
            "slug",
            "questions",
            "minutes",
            "pass_mark",
            "attempts",
            "waiting_hours",
            "open_questions",
            "review",
            "test_review",
            "pre_test_questions",
            "follow_up_questions",
            "trials",
            "review",
            "test_review",
            "pre_test_questions",
            "follow_up_questions",
            "easy",
            "medium",
            "hard",
            "must_pass_questions",
            "listed",
        )
    }
    facts |= {"change_weight": "editorial", "change_reason": ""}
    comments = {
        f"comments-{name}": number
        for name, number in [
            ("TOTAL_FORMS", 0),
            ("INITIAL_FORMS", 0),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", ""),
        ]
    }
    edit = reverse("wagtailadmin_pages:edit", args=[exam.pk])
    return trainer.client.post(
        edit, facts | comments | changed | {"action-publish": "action-publish"}
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"per_outcome-1": "x"}, "per_outcome"),
        ({"per_outcome-1": "-1"}, "per_outcome"),
        ({"per_outcome-1": "1"}, "per_outcome"),
        ({"easy": "40", "medium": "40", "hard": "40"}, "easy"),
        ({"must_pass_questions": "99"}, "must_pass_questions"),
        ({"listed": "T1-Q01"}, "listed"),
    ],
)
def test_blueprint_that_does_not_add_up_is_refused_at_its_field(
    trainer, pages, changed, field
):
    pages.exam(questions=2)

    answer = exam_form(trainer, **changed)

    assert set(answer.context["form"].errors) == {field}
    assert PaperVersion.objects.latest("pk").blueprint == {}


def test_blueprint_of_an_exam_is_written_in_the_studio_and_frozen(trainer, pages):
    pages.exam(questions=2)

    answer = exam_form(
        trainer,
        **{"per_outcome-1": "2", "easy": "50", "medium": "0", "hard": "50"},
        must_pass_questions="1",
    )

    assert answer.status_code == 302, answer.context["form"].errors
    rules = {
        "outcomes": {"1": 2},
        "difficulty": {"easy": 50, "medium": 0, "hard": 50},
        "must_pass": 1,
    }
    assert PaperVersion.objects.latest("pk").blueprint == rules
    exam = ExamPage.objects.get(locale__language_code="kk")
    page = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[exam.pk]))
    content = page.content.decode()
    assert 'name="per_outcome-1" id="id_per_outcome-1" value="2"' in content
    places = next(level["places"] for level in page.context if "places" in level)
    assert [(one.asked, one.live, one.lacks) for one in places] == [(1, 0, 1)] * 2


def test_difficulty_reaches_the_assessment_office_and_is_the_same_in_each_language(
    pages,
):
    rows = pages.question(difficulty={"kk": "hard", "ru": "easy", "en": "hard"})

    assert rows["kk"].structure() == rows["en"].structure() != rows["ru"].structure()
    assert QuestionVersion.objects.latest("pk").difficulty == "hard"


def versions_page(name, key, *rest):
    return reverse(f"questions_versions:{name}", args=[key, *rest])


def test_older_version_is_restored_as_drafts_and_publishes_nothing(trainer, pages):
    rows = pages.question(stem={"kk": "Бірінші?", "ru": "Первый?", "en": "First?"})
    for language, stem in [("kk", "Екінші?"), ("ru", "Второй?")]:
        rows[language].stem = stem
        publish(rows[language])
    key, versions = rows["kk"].translation_key, UnitVersion.objects.count()
    url = versions_page("restore", key, 3)

    assert trainer.client.get(url).status_code == 200
    answer = trainer.client.post(url)

    assert answer.url == reverse("studio_questions:edit", args=[rows["kk"].pk])
    drafts = QuestionDraft.objects.filter(translation_key=key).order_by("locale")
    stems = [(row.stem, row.get_latest_revision_as_object().stem) for row in drafts]
    assert sorted(stems) == [
        ("First?", "First?"),
        ("Второй?", "Первый?"),
        ("Екінші?", "Бірінші?"),
    ]
    assert UnitVersion.objects.count() == versions
    assert trainer.client.post(url).url == reverse("desk:bank:versions", args=[key])


def test_strangers_restore_and_edit_nothing(client, pages, sign_in):
    key = pages.question()["kk"].translation_key
    for url in (versions_page("restore", key, 1), versions_page("edit", key, "kk")):
        assert client.post(url).status_code == 302
        reviewer = sign_in(UserFactory(roles=[Role.SAFEGUARD_REVIEWER]))
        assert reviewer.post(url).status_code in {302, 403, 405}
    assert QuestionDraft.objects.filter(has_unpublished_changes=True).count() == 0


@pytest.mark.parametrize("number", [9, 0])
def test_version_that_does_not_exist_cannot_be_restored(trainer, pages, number):
    key = pages.question()["kk"].translation_key

    assert trainer.client.post(versions_page("restore", key, number)).status_code == 404


def test_editor_opens_in_the_language_or_in_the_nearest(trainer, pages):
    rows = pages.question(languages=["kk", "ru"])
    key = rows["kk"].translation_key

    def opened(language):
        return trainer.client.get(versions_page("edit", key, language)).url

    assert opened("ru") == reverse("studio_questions:edit", args=[rows["ru"].pk])
    assert opened("en") == opened("kk")
