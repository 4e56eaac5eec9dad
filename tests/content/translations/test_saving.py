"""What a translator saves: a draft, in the shape of its source, with nothing lost."""

import re

import pytest
from django.conf import settings

from content.models import LessonPage
from content.privacy.national_ids import compute_check_digit
from content.publishing.models import TranslatedDraft
from content.studio.translations.forms import build_field_name
from elearning.audit.models import Entry
from tests.content.translations.sheets import (
    TEXT,
    behind,
    draft,
    newest,
    opened,
    row,
    said,
    sent,
    url,
    words,
    write,
)
from tests.factories.content import check_block, name, text_block

pytestmark = pytest.mark.django_db

IIN = f"90010130012{compute_check_digit('90010130012')}"


@pytest.fixture
def english(studio):
    studio.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def test_saving_makes_a_draft_and_changes_no_version(studio, pages, trainer):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    before = newest()

    page = studio.get(url())
    answer = studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    assert answer.url == url()
    assert "Новый текст" in said(draft(pages))[name("l1")]
    assert newest() == before
    assert opened(studio.get(url())) == []
    entry = Entry.objects.get(action="courses.translation_saved")
    assert (entry.by, entry.details["segments"]) == (trainer, 1)


def test_published_translation_is_equal(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert (behind("ru"), behind("kk"), behind("en")) == (0, 0, 1)


def test_segment_that_is_still_right_needs_no_change(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())

    studio.post(url(), sent(page, **{build_field_name(TEXT, "right"): "on"}))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert (behind("ru"), behind("kk")) == (0, 0)


def test_polishing_an_equal_segment_puts_nobody_behind(studio, pages):
    page = studio.get(url())

    studio.post(
        url(), sent(page, **{build_field_name("/title"): "Урок, лучше сказано"})
    )
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert newest().languages_outdated == set()


def test_new_block_comes_in_at_its_place_and_earlier_edits_stay(studio, pages):
    write(pages, "ru", text_block("l1", "Правка от руки"))
    write(
        pages, "kk", text_block("more", "Бірінші"), text_block("l1"), check_block("c")
    )
    page = studio.get(url())
    place = f"{name('more')}/text"

    studio.post(url(), sent(page, **words(page, place, "<p>Первый</p>")))

    blocks = draft(pages).body.get_prep_value()
    assert [block["id"] for block in blocks] == [name("more"), name("l1"), name("c")]
    assert "Первый" in said(draft(pages))[name("more")]
    assert "Правка от руки" in said(draft(pages))[name("l1")]
    options = blocks[2]["value"]["options"]
    assert [one["value"]["correct"] for one in options] == [True, False, False]
    assert f"{name('c')}/question" in opened(studio.get(url()))


def test_block_given_up_by_the_source_goes_and_an_own_one_stays(studio, pages):
    write(pages, "kk", text_block("l1"), text_block("gone"))
    write(pages, "ru", text_block("l1"), text_block("gone"), text_block("own"))
    write(pages, "kk", text_block("l1"))

    studio.post(url(), sent(studio.get(url())))

    assert list(said(draft(pages))) == [name("l1"), name("own")]


def test_later_save_is_told_and_nothing_is_lost(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    mine, theirs = studio.get(url()), studio.get(url())
    studio.post(url(), sent(theirs, **words(theirs, TEXT, "<p>Её слова</p>")))

    late = studio.post(url(), sent(mine, **words(mine, TEXT, "<p>Мои слова</p>")))

    assert late.context["is_late"]
    assert "Мои слова" in late.context["form"][build_field_name(TEXT)].value()
    assert "Её слова" in late.content.decode()
    assert "Её слова" in said(draft(pages))[name("l1")]
    again = studio.post(url(), sent(late))
    assert again.status_code == 302
    assert "Мои слова" in said(draft(pages))[name("l1")]


def test_translation_of_a_source_that_changed_meanwhile_stays_outdated(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())
    write(pages, "kk", text_block("l1", "Тағы да жаңа"))

    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    assert opened(studio.get(url())) == [TEXT]
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert behind("ru") == 1


def test_data_of_a_real_person_is_refused_and_nothing_is_saved(studio, pages):
    page = studio.get(url())

    answer = studio.post(
        url(), sent(page, **{build_field_name("/title"): f"ИИН {IIN}"})
    )

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not TranslatedDraft.objects.exists()


def test_emptied_segment_is_missing_again_and_never_translated(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))
    page = studio.get(url())
    assert (opened(page), page.context["done"]) == ([], 1)

    studio.post(url(), sent(page, **words(page, TEXT, "")))

    page = studio.get(url())
    assert (opened(page), page.context["done"]) == ([TEXT], 0)
    assert TEXT not in TranslatedDraft.objects.made_from(row(pages))


def test_late_writer_is_stopped_and_keeps_the_words_of_both(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])
    address, place = url("ru", "l3"), f"{name('l3')}/text"
    title, summary = build_field_name("/title"), build_field_name("/summary")
    late = studio.get(address)
    first = sent(late, **{title: "Урок", summary: "О чем"})
    studio.post(address, first | words(late, place, "<p>Текст</p>"))

    answer = studio.post(address, sent(late, **{title: "Мой урок"}))
    studio.post(address, sent(answer))

    made = LessonPage.objects.get(slug="l3", locale__language_code="ru")
    text = made.get_latest_revision_as_object()
    assert (text.title, text.summary) == ("Мой урок", "О чем")
    assert "Текст" in said(text)[name("l3")]


def test_title_that_two_wrote_stands_open_with_the_words_of_both(
    english, studio, pages
):
    mine, theirs = studio.get(url()), studio.get(url())
    studio.post(url(), sent(theirs, **{build_field_name("/title"): "Её урок"}))

    late = studio.post(url(), sent(mine, **{build_field_name("/title"): "Мой урок"}))

    title, text = pairs_shown(late)["Title"], pairs_shown(late)["Text"]
    assert title == ("open", "Somebody else wrote something different")
    assert text == ("", "Equal")
    assert "theirs beside it" in alert(late)


def test_words_that_one_wrote_are_said_to_be_taken_in(english, studio, pages):
    mine, theirs = studio.get(url()), studio.get(url())
    studio.post(url(), sent(theirs, **{build_field_name("/title"): "Её урок"}))

    late = studio.post(url(), sent(mine))

    assert pairs_shown(late)["Title"] == (
        "",
        "Merged from what was saved in the meantime",
    )
    assert "yours does not differ from it" in alert(late)
    assert "theirs beside it" not in alert(late)
    studio.post(url(), sent(late))
    assert draft(pages).title == "Её урок"


def test_same_words_of_two_do_not_differ(english, studio, pages):
    mine, theirs = studio.get(url()), studio.get(url())
    for page in (theirs, mine):
        late = studio.post(url(), sent(page, **words(page, TEXT, "<p>Те же слова</p>")))

    assert {state for _open, state in pairs_shown(late).values()} == {"Equal"}
    assert "yours does not differ from it" in alert(late)


def pairs_shown(page):
    """Whether each pair is open, and its state, by its label."""
    found = re.findall(
        r'<details class="translation-pair" (open)?>.*?<strong>(.*?)</strong>'
        r'.*?<span class="translation-state">(.*?)</span>',
        page.content.decode(),
        re.DOTALL,
    )
    return {label: (is_open, state) for is_open, label, state in found}


def alert(page):
    (words,) = re.findall(
        r'role="alert" data-error-summary>(.*?)</div>', page.content.decode(), re.DOTALL
    )
    return words
