"""A guideline is translated clause by clause, beside its source, as a lesson is."""

import json

import pytest
from django.urls import reverse
from django.utils import translation

from content.guidelines.models import GuidelinePage
from content.publishing.models import TranslatedDraft
from content.studio.translations.forms import build_field_name
from courses.models import SubmittedTranslation
from courses.provisions.document_release import list_document_language_gaps
from courses.provisions.document_versions import confirm_document_language
from courses.provisions.models import Document, DocumentSegments, DocumentVersion
from courses.release import submitted_translations
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.content.translations.sheets import opened, sent, words
from tests.factories.accounts import UserFactory
from tests.factories.content import name, publish
from tests.factories.guidelines import guideline_pages, page_in, section
from tests.factories.provisions import DocumentFactory, published_guideline

pytestmark = pytest.mark.django_db

CLAUSE = f"{name('section')}/clauses/{name('clause', '1.1')}/text"
FIRST, SECOND = (f"{name('section')}/clauses/{name('clause', one)}" for one in "12")


@pytest.fixture(scope="module")
def built(module_db):
    """MG-6, published in Kazakh, Russian and English: nobody's edition yet."""
    return guideline_pages()[0]


@pytest.fixture
def guideline(built, db):
    return Document.objects.get(pk=built.pk)


@pytest.fixture
def trainer(guideline):
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def studio(trainer, sign_in):
    with translation.override("en"):
        yield sign_in(trainer)


def url(language="ru", slug="mg-6"):
    return reverse("studio_translate:guideline", args=[slug, language])


def row(language="ru"):
    return GuidelinePage.objects.get(locale__language_code=language)


def newest():
    return DocumentVersion.objects.latest("number")


def behind():
    return {code: text["behind"] for code, text in newest().body.items()}


def write(language, *clauses, **fields):
    """Publish the guideline with ``clauses`` (number, text, cites) in one section."""
    page = row(language)
    for field, value in fields.items():
        setattr(page, field, value)
    if clauses:
        found = [section(*clause)[0] for clause in clauses]
        inner = [one for each in found for one in each["value"]["clauses"]]
        found[0]["value"]["clauses"] = inner
        page.body = json.dumps(found[:1])
    return publish(page)


def draft(language="ru"):
    return row(language).get_latest_revision_as_object()


def said(page):
    """The clauses of a page: number, words, what they cite."""
    return [
        (clause["number"], clause["text"].source, clause["cites"])
        for block in page.body
        for clause in block.value["clauses"]
    ]


@pytest.mark.parametrize("role", [Role.SAFEGUARD_REVIEWER, Role.MINISTRY_HR])
def test_page_is_for_trainers_alone(guideline, sign_in, role):
    answer = sign_in(UserFactory(roles=[role])).get(url())

    assert answer.status_code == 302
    assert "translate" not in answer.url


@pytest.mark.parametrize(
    ("language", "slug"), [("de", "mg-6"), ("ru", "mg-99"), ("ru", "nmr")]
)
def test_language_or_guideline_that_is_not_there_does_not_exist(studio, language, slug):
    assert studio.get(url(language, slug)).status_code == 404


def test_guideline_of_which_nothing_is_published_does_not_exist(studio):
    DocumentFactory(kind="guideline", code="MG-7")

    assert studio.get(url("ru", "mg-7")).status_code == 404


def test_form_with_a_version_of_another_guideline_is_refused(studio):
    other = published_guideline("1.1", code="MG-7")
    page = studio.get(url())

    answer = studio.post(url(), sent(page, source=other.pk))

    assert answer.status_code == 404
    assert not TranslatedDraft.objects.exists()


def test_changed_clause_puts_the_others_behind_in_it_alone(studio):
    write("kk", ("1.1", "Жаңа", "NMR 1"))

    assert behind() == {"kk": 0, "ru": 1, "en": 1}
    assert newest().languages_outdated == {"ru", "en"}
    page = studio.get(url())
    assert opened(page) == [CLAUSE]
    (pair,) = [one["pair"] for one in page.context["rows"] if one["pair"].is_open]
    assert pair.source.label == "1.1-тармақ · Мәтін"
    assert [(one.kind, one.text) for one in pair.pieces] == [
        ("del", "Тармақ"),
        ("ins", "Жаңа"),
        ("", " 1.1"),
    ]


def test_saving_makes_a_draft_and_publishing_it_makes_the_language_equal(
    studio, trainer, guideline
):
    write("kk", ("1.1", "Жаңа", "NMR 1"))
    before = newest()

    page = studio.get(url())
    answer = studio.post(url(), sent(page, **words(page, CLAUSE, "<p>Новый</p>")))

    assert answer.url == url()
    assert newest() == before
    assert opened(studio.get(url())) == []
    entry = Entry.objects.get(action="courses.translation_saved")
    assert (entry.by, entry.subject_id) == (trainer, str(guideline.pk))
    row().get_latest_revision().publish(skip_permission_checks=True)
    assert behind() == {"kk": 0, "ru": 0, "en": 1}
    assert "Новый" in said(row())[0][1]


def test_clause_that_is_still_right_needs_no_change(studio):
    write("kk", ("1.1", "Жаңа", "NMR 1"))
    page = studio.get(url())

    studio.post(url(), sent(page, **{build_field_name(CLAUSE, "right"): "on"}))
    row().get_latest_revision().publish(skip_permission_checks=True)

    assert behind() == {"kk": 0, "ru": 0, "en": 1}


def test_polishing_an_equal_guideline_puts_nobody_behind(studio):
    page = studio.get(url())

    studio.post(url(), sent(page, **{build_field_name("/title"): "Лучше сказано"}))
    row().get_latest_revision().publish(skip_permission_checks=True)

    assert newest().languages_outdated == set()
    assert row().title == "Лучше сказано"


def test_new_clause_comes_in_at_its_place_and_manual_edits_stay(studio):
    write("ru", ("1.1", "Правка от руки", "NMR 1"))
    write("kk", ("1", "Бірінші", "NMR 1"), ("1.1", "Тармақ", "NMR 1"))
    page = studio.get(url())
    assert opened(page) == [f"{FIRST}/text"]

    studio.post(url(), sent(page, **words(page, f"{FIRST}/text", "<p>Первый</p>")))

    clauses = said(draft())
    assert [(number, cites) for number, _text, cites in clauses] == [
        ("1", "NMR 1"),
        ("1.1", "NMR 1"),
    ]
    assert "Первый" in clauses[0][1]
    assert "Правка от руки" in clauses[1][1]


def test_clause_given_up_by_the_source_goes_and_an_own_one_stays(studio):
    both = ("1.1", "Тармақ", "NMR 1"), ("2", "Екінші", "")
    write("kk", *both)
    write("ru", *both, ("1", "Свой", ""))
    write("kk", both[0])

    studio.post(url(), sent(studio.get(url())))

    assert [number for number, *_rest in said(draft())] == ["1.1", "1"]


def test_number_and_citations_are_the_same_everywhere_and_taken_over(studio):
    write("kk", ("1.1", "Тармақ", ""))
    page = studio.get(url())

    studio.post(url(), sent(page))

    assert opened(page) == []
    (facts,) = page.context["facts"]
    assert facts.label == "1.1-тармақ"
    assert [(one.before, one.after) for one in facts.changes] == [("NMR 1", "")]
    assert [(number, cites) for number, _text, cites in said(draft())] == [("1.1", "")]
    row().get_latest_revision().publish(skip_permission_checks=True)
    assert behind()["ru"] == 0


def test_opening_is_a_segment_and_how_an_editor_writes_it_is_none(studio):
    write("kk", lead="<p>Кіріспе</p>")
    page = studio.get(url())
    assert opened(page) == ["/lead"]
    assert [one["is_rich"] for one in page.context["rows"]] == [
        False,
        True,
        False,
        True,
    ]

    studio.post(url(), sent(page, **words(page, "/lead", "<p>Введение</p>")))
    row().get_latest_revision().publish(skip_permission_checks=True)
    write("kk", lead='<p data-block-key="abcde">Кіріспе</p>')

    assert behind() == {"kk": 0, "ru": 0, "en": 1}


def test_later_save_is_told_and_nothing_is_lost(studio):
    write("kk", ("1.1", "Жаңа", "NMR 1"))
    mine, theirs = studio.get(url()), studio.get(url())
    studio.post(url(), sent(theirs, **words(theirs, CLAUSE, "<p>Её слова</p>")))

    late = studio.post(url(), sent(mine, **words(mine, CLAUSE, "<p>Мои слова</p>")))

    assert late.context["is_late"]
    assert "Её слова" in said(draft())[0][1]
    again = studio.post(url(), sent(late))
    assert again.status_code == 302
    assert "Мои слова" in said(draft())[0][1]


def test_missing_language_is_made_from_its_source(studio):
    source = page_in("kk", code="MG-7")

    sheet = studio.get(url("ru", "mg-7"))
    named = {build_field_name("/title"): "Правила"}
    sent_words = named | words(sheet, CLAUSE, "<p>Да</p>")
    studio.post(url("ru", "mg-7"), sent(sheet, **sent_words))

    made = GuidelinePage.objects.get(slug="mg-7", locale__language_code="ru")
    text = made.get_latest_revision_as_object()
    assert (made.live, text.title) == (False, "Правила")
    assert (made.document, text.summary) == (source.document, "")
    assert [(number, cites) for number, _text, cites in said(text)] == [
        ("1.1", "NMR 1")
    ]
    assert made.get_parent().specific.language == "ru"


def test_submitted_translation_is_in_review_until_it_is_published(studio, trainer):
    reader = UserFactory(roles=[Role.TRAINER])
    UserFactory(roles=[Role.MINISTRY_HR])

    for _twice in range(2):
        studio.post(url(), sent(studio.get(url()), submit=""))

    waiting = SubmittedTranslation.objects.waiting().get()
    assert (waiting.subject, waiting.language, waiting.by) == ("MG-6", "ru", trainer)
    assert studio.get(url()).context["task"].waiting == waiting
    told = Notice.objects.filter(kind=submitted_translations.SUBMITTED)
    assert set(told.values_list("user", "url")) == {
        (reader.pk, "/desk/parity/?kind=guideline&language=ru&state=in-review")
    }
    row().get_latest_revision().publish(skip_permission_checks=True)
    assert not SubmittedTranslation.objects.waiting().exists()


def test_submitted_translation_can_be_given_back(studio):
    studio.post(url(), sent(studio.get(url()), submit=""))

    answer = studio.post(url() + "back/")

    assert answer.url == url()
    assert not SubmittedTranslation.objects.waiting().exists()


def test_translator_is_told_once_that_the_source_has_changed(studio, trainer):
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, CLAUSE, "<p>Текст</p>")))
    row().get_latest_revision().publish(skip_permission_checks=True)

    write("kk", ("1.1", "Жаңа", "NMR 1"))
    write("kk", ("1.1", "Тағы да жаңа", "NMR 1"))

    (notice,) = Notice.objects.filter(kind=submitted_translations.BEHIND)
    assert (notice.user, notice.context) == (
        trainer,
        {"code": "MG-6", "language": "ru"},
    )


def test_release_is_refused_while_a_clause_lags_and_says_how_many(guideline):
    write("kk", ("1.1", "Жаңа", "NMR 1"), title="Жаңа атау")

    with translation.override("en"):
        (reason,) = list_document_language_gaps(newest())

    assert "Русский (2)" in reason
    assert "Қазақша" not in reason
    write("ru", ("1.1", "Новый", "NMR 1"), title="Новое название")
    assert list_document_language_gaps(newest()) == []


def test_language_is_confirmed_clause_by_clause_and_what_it_lacks_stays(guideline):
    write("kk", ("1.1", "Жаңа", "NMR 1"), ("2", "Екінші", ""))

    confirmed = confirm_document_language(newest(), "ru", by=UserFactory())

    assert behind()["ru"] == 1
    assert confirm_document_language(confirmed, "ru", by=UserFactory()) == confirmed
    assert newest().parity.changed("ru") == [f"{SECOND}/text"]


def test_guideline_from_before_segments_lags_by_rounds_and_as_a_whole(studio):
    DocumentSegments.objects.all()._raw_delete("default")
    for version in DocumentVersion.objects.all():
        body = {
            code: {key: text[key] for key in text if key != "behind"}
            for code, text in version.body.items()
        }
        DocumentVersion.objects.filter(pk=version.pk).update(body=body)

    write("kk", ("1.1", "Жаңа", "NMR 1"))

    assert {code: text.get("behind") for code, text in newest().body.items()} == {
        "kk": 0,
        "ru": None,
        "en": None,
    }
    assert newest().languages_outdated == {"ru", "en"}
    assert studio.get(url()).context["task"].is_unknown
    write("ru", ("1.1", "Новый", "NMR 1"))
    assert newest().languages_outdated == {"en"}
