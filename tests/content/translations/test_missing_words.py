"""A translation without words that its source has is not handed over and not released."""

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape

from content.guidelines.models import GuidelinePage
from content.publishing.models import TranslatedDraft
from content.studio.translations.forms import build_field_name
from content.studio.translations.missing_words import list_document_findings
from courses.models import (
    LanguageException,
    LanguageExceptionWord,
    SubmittedTranslation,
)
from courses.provisions.document_release import DocumentProposal
from courses.provisions.models import DocumentVersion
from courses.release import edition_release
from courses.release.edition_proposal import EditionProposal
from tests.content.translations.sheets import newest, sent, url, write
from tests.factories.content import name, text_block
from tests.factories.content import publish as publish_page
from tests.factories.guidelines import guideline_pages

pytestmark = pytest.mark.django_db

HEADING = f"{name('l1')}/heading"
PAGE = (
    "“Сабақ l1 en” has no text in English where Қазақша has some: "
    "“Text · Heading”. Translate and publish it."
)


def without_heading(key="l1"):
    block = text_block(key)
    block["value"]["heading"] = ""
    return block


def confirm():
    """Say that Kazakh and Russian of the newest version need no change."""
    for language in ("kk", "ru"):
        edition_release.confirm_language(newest(), language, by=None)


def faults(pages):
    with translation.override("en"):
        return EditionProposal(pages.course).missing


def test_emptied_heading_is_named_before_a_release(pages):
    write(pages, "en", without_heading())
    confirm()

    assert newest().languages_outdated == set()
    assert PAGE in faults(pages)
    write(pages, "en", text_block("l1"))
    assert PAGE not in faults(pages)


def test_emptied_text_of_a_block_is_named_as_the_studio_leaves_it(pages):
    block = text_block("l1")
    block["value"]["text"] = '<p data-block-key="abcde"></p>'
    write(pages, "en", block)
    confirm()

    (found,) = (one for one in faults(pages) if "has no text in" in one)
    assert "has some: “Text”" in found


def test_heading_that_nobody_has_is_not_missed(pages):
    for language in ("kk", "ru", "en"):
        write(pages, language, without_heading())

    assert not any("has no text in" in one for one in faults(pages))


def test_block_that_english_lacks_altogether_may_wait(pages):
    for language in ("kk", "ru"):
        write(pages, language, text_block("l1"), text_block("more"))

    assert newest().languages_outdated == {"en"}
    assert not any("has no text in" in one for one in faults(pages))


def test_unit_with_an_exception_is_left_out(pages):
    write(pages, "ru", without_heading())
    exception = LanguageException.objects.create(
        course=pages.course,
        reason="Аударма кешігеді.",
        until=timezone.localdate(),
        at=timezone.now(),
    )
    exception.units.add(newest().unit)
    LanguageExceptionWord.objects.create(
        exception=exception, is_signed=True, at=timezone.now()
    )

    assert not any("has no text in" in one for one in faults(pages))


def test_submitting_without_words_is_refused_and_nothing_is_saved(studio, pages):
    studio.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = studio.get(url("en"))

    answer = studio.post(
        url("en"), sent(page, submit="", **{build_field_name(HEADING): ""})
    )

    assert answer.status_code == 200
    shown = answer.content.decode()
    assert (
        "Nothing has been saved or submitted. Not yet translated (English): " in shown
    )
    assert escape("“Text · Heading”") in shown
    assert answer.context["form"].errors[build_field_name(HEADING)]
    assert not SubmittedTranslation.objects.exists()
    assert not TranslatedDraft.objects.exists()
    saved = studio.post(url("en"), sent(page, **{build_field_name(HEADING): ""}))
    assert saved.status_code == 302


def test_emptied_opening_of_a_guideline_is_named():
    guideline_pages()
    for language in ("kk", "ru"):
        page = GuidelinePage.objects.get(locale__language_code=language)
        page.lead = "<p>Кіріспе</p>"
        publish_page(page)

    version = DocumentVersion.objects.latest("number")
    with translation.override("en"):
        (found,) = list_document_findings(version.document, [version])
        assert found.text in DocumentProposal(version.document, version).faults

    assert "has no text in English where Қазақша has some: “Introduction”" in found.text
