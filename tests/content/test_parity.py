"""Publishing notes segments: which language follows which, in what."""

import json

import pytest
from django.utils import translation

from content.models import LessonPage
from courses.models import Segments, Unit, UnitText, UnitVersion
from courses.release import edition_release
from courses.release.edition_proposal import EditionProposal
from tests.factories.accounts import UserFactory
from tests.factories.content import check_block, name, publish, text_block

pytestmark = pytest.mark.django_db


def newest(slug="l1"):
    return UnitVersion.objects.filter(unit__slug=slug).newest().get()


def behind(slug="l1"):
    texts = newest(slug).texts.order_by("language")
    return {text.language: text.behind for text in texts}


def write(page, *blocks):
    page = LessonPage.objects.get(pk=page.pk)
    page.body = json.dumps(blocks)
    return publish(page)


def test_published_languages_are_equal(pages):
    assert behind() == {"en": 0, "kk": 0, "ru": 0}
    assert newest().languages_outdated == set()


def test_one_block_more_turns_exactly_its_segments_red(pages):
    more = check_block(letters=("a", "b"))

    write(pages.lessons["l1"]["kk"], text_block("l1"), more)

    lagging = Segments.objects.get(version=newest()).parity.changed("ru")
    block, options = more["id"], [name("check", letter) for letter in ("a", "b")]
    assert sorted(lagging) == sorted(
        [
            f"{block}/question",
            *(
                f"{block}/options/{option}/{field}"
                for option in options
                for field in ("feedback", "text")
            ),
        ]
    )
    assert behind() == {"en": 5, "kk": 0, "ru": 5}


def test_what_the_editor_only_writes_differently_puts_nobody_behind(pages):
    """Opened and published again, every paragraph has a key and other entities."""
    write(pages.lessons["l1"]["kk"], text_block("l1", "«Бір» & екі</p>\n<p>Үш"))
    write(pages.lessons["l1"]["ru"], text_block("l1", "Один"))
    write(pages.lessons["l1"]["en"], text_block("l1", "One"))
    saved = text_block("l1", "«Бір» &amp; екі</p><p data-block-key='x'>Үш")
    saved["value"]["text"] = saved["value"]["text"].replace("'", '"')
    saved["value"]["heading"] = "Басқа"

    write(pages.lessons["l1"]["kk"], saved)

    assert behind() == {"en": 1, "kk": 0, "ru": 1}
    lagging = Segments.objects.get(version=newest()).parity.changed("ru")
    assert list(lagging) == [f"{name('l1')}/heading"]


def test_translating_one_of_two_sentences_leaves_the_language_outdated(pages):
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    page.title = "Жаңа атау"
    page.body = json.dumps([text_block("l1", "Жаңа мәтін")])
    publish(page)

    write(pages.lessons["l1"]["ru"], text_block("l1", "Новый текст"))

    assert behind() == {"en": 2, "kk": 0, "ru": 1}
    with translation.override("en"):
        (fault,) = EditionProposal(pages.course).faults
    assert fault == (
        "“Сабақ l1 en” is outdated in: Русский (1). Bring it up to date, or confirm that it "
        "still says the same."
    )


def test_confirmed_language_is_equal_again(pages):
    write(pages.lessons["l1"]["kk"], text_block("l1", "Жаңа мәтін"))

    edition_release.confirm_language(newest(), "ru", by=UserFactory())

    assert behind() == {"en": 1, "kk": 0, "ru": 0}


def test_language_that_lacks_a_block_cannot_be_confirmed(pages):
    write(pages.lessons["l1"]["kk"], text_block("l1"), text_block("more", "Жаңа мәтін"))

    assert (
        edition_release.confirm_language(newest(), "ru", by=UserFactory()) == newest()
    )
    assert behind() == {"en": 2, "kk": 0, "ru": 2}


def test_question_is_compared_by_its_segments(pages):
    row = pages.question()["kk"]
    row.stem = "Түзетілген сұрақ"
    row.feedback = "Түсіндірме"

    publish(row)

    assert behind("t1-q01") == {"en": 2, "kk": 0, "ru": 2}


def test_changed_rule_of_an_exam_is_followed_by_the_same_rule(pages):
    pages.exam()
    kk, ru = (
        type(pages.fronts["kk"])
        .objects.get(pk=pages.fronts[language].pk)
        .get_children()
        .get(slug="exam")
        .specific
        for language in ("kk", "ru")
    )
    kk.pass_mark = ru.pass_mark = 70

    publish(kk)
    assert behind("exam") == {"en": 1, "kk": 0, "ru": 1}
    publish(ru)
    assert behind("exam") == {"en": 1, "kk": 0, "ru": 0}


def old(version):
    """Make ``version`` one from before segments were noted."""
    kept = Segments.objects.filter(version__unit=version.unit)
    kept._raw_delete("default")
    UnitText.objects.filter(version__unit=version.unit).update(behind=None)
    return version


def test_text_from_before_segments_lags_by_rounds(pages):
    old(newest())

    write(pages.lessons["l1"]["kk"], text_block("l1", "Жаңа мәтін"))

    assert behind() == {"en": None, "kk": 0, "ru": None}
    assert newest().languages_outdated == {"en", "ru"}


def test_text_from_before_segments_catches_up_as_a_whole(pages):
    old(newest())
    write(pages.lessons["l1"]["kk"], text_block("l1", "Жаңа мәтін"))

    write(pages.lessons["l1"]["ru"], text_block("l1", "Новый текст"))

    assert behind() == {"en": None, "kk": 0, "ru": 0}
    assert newest().languages_outdated == {"en"}


def test_unit_kinds_all_have_segments(pages):
    pages.exam()
    pages.question()

    kinds = Unit.objects.filter(versions__segments__isnull=False).distinct()
    assert set(kinds.values_list("kind", flat=True)) == set(Unit.Kind.values)
