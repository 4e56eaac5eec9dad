"""What a translator saves: a draft, in the shape of its source, with nothing lost."""

import pytest

from content.privacy.identifiers import check_digit
from content.publishing.models import TranslatedDraft
from content.studio.translating.forms import name_of
from elearning.audit.models import Entry
from tests.content.translating.sheets import (
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

IIN = f"90010130012{check_digit('90010130012')}"


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

    studio.post(url(), sent(page, **{name_of(TEXT, "right"): "on"}))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert (behind("ru"), behind("kk")) == (0, 0)


def test_polishing_an_equal_segment_puts_nobody_behind(studio, pages):
    page = studio.get(url())

    studio.post(url(), sent(page, **{name_of("/title"): "Урок, лучше сказано"}))
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
    mine, hers = studio.get(url()), studio.get(url())
    studio.post(url(), sent(hers, **words(hers, TEXT, "<p>Её слова</p>")))

    late = studio.post(url(), sent(mine, **words(mine, TEXT, "<p>Мои слова</p>")))

    assert late.context["is_late"]
    assert "Мои слова" in late.context["form"][name_of(TEXT)].value()
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

    answer = studio.post(url(), sent(page, **{name_of("/title"): f"ИИН {IIN}"}))

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not TranslatedDraft.objects.exists()
