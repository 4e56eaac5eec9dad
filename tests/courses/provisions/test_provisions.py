"""The register of documents: versions, releases and what citations become."""

import pytest
from django.utils import translation

from courses.errors import ReleaseError
from courses.provisions import citation_lookup
from courses.provisions.document_release import release_document
from courses.provisions.document_versions import record_document_version
from courses.provisions.models import Document
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.provisions import (
    DocumentFactory,
    document_text,
    released_instrument,
)

pytestmark = pytest.mark.django_db


def guideline(*numbers, languages=("kk", "ru"), by=None):
    document = DocumentFactory(kind=Document.Kind.GUIDELINE, code="MG-6", shorts={})
    for language in languages:
        text = document_text(*numbers, language=language)
        version = record_document_version(document, language, text, by=by)
    return version


def test_release_without_russian_names_the_language():
    document = DocumentFactory()
    version = record_document_version(document, "kk", document_text("1"), by=None)

    with pytest.raises(ReleaseError) as error:
        release_document(version, [], by=None)

    assert "Русский" in error.value.reasons[0]


def test_release_with_an_outdated_russian_is_refused():
    released_instrument("1")
    document = Document.objects.get()
    version = record_document_version(
        document, "kk", document_text("1", words="Жаңа"), by=None
    )

    with pytest.raises(ReleaseError):
        release_document(version, [], by=None)


def test_release_with_other_clauses_in_russian_is_refused():
    document = DocumentFactory()
    record_document_version(document, "kk", document_text("1", "2"), by=None)
    version = record_document_version(
        document, "ru", document_text("1", language="ru"), by=None
    )

    with pytest.raises(ReleaseError):
        release_document(version, [], by=None)


def test_guideline_needs_a_second_person():
    author = UserFactory()
    version = guideline("1.1", by=author)
    own = approved([version.digest], by=author)

    with pytest.raises(ReleaseError):
        release_document(version, own, by=author)


def test_guideline_approved_by_another_is_released():
    version = guideline("1.1", by=UserFactory())

    edition = release_document(version, approved([version.digest]), by=UserFactory())

    assert edition.number == 1
    assert [clause.number for clause in edition.document.clauses.all()] == ["1.1"]


def test_release_again_is_refused():
    document = released_instrument("1")
    version = document.current_edition.version

    with pytest.raises(ReleaseError):
        release_document(version, [], by=None)


def test_noting_the_same_text_again_changes_nothing():
    document = released_instrument("1")

    again = record_document_version(document, "kk", document_text("1"), by=None)

    assert document.versions.count() == 3
    assert again.number == 3


def test_resolve_answers_in_the_language_of_the_page():
    released_instrument("43")

    (cited,) = citation_lookup.resolve_citations(["NMR 43"])

    assert cited.label == "Нельсон Мандела қағидалары, 43 (kk)"
    assert cited.url == "/kk/rules/nmr/#p-43"
    with translation.override("ru"):
        assert cited.label == "Правила Нельсона Манделы, 43 (ru)"
        assert cited.text == "Мәтін 43 ru"


def test_resolve_keeps_the_order_and_shows_an_unknown_code_as_it_is():
    released_instrument("43")

    cited = citation_lookup.resolve_citations(["XYZ 1", "NMR 43"])

    assert [one.is_known for one in cited] == [False, True]
    assert (cited[0].label, cited[0].url) == ("XYZ 1", "")


def test_resolve_takes_two_queries_however_many(django_assert_num_queries):
    released_instrument("1", "2", "3")
    with django_assert_num_queries(2):
        citation_lookup.resolve_citations(["NMR 1"])
    with django_assert_num_queries(2):
        citation_lookup.resolve_citations(["NMR 1", "NMR 2", "NMR 3"])


def test_clause_of_a_draft_may_be_cited_but_leads_nowhere_yet():
    guideline("2.2")

    assert citation_lookup.list_unknown_citations(["MG-6 2.2", "MG-6 9.9"]) == [
        "MG-6 9.9"
    ]
    assert citation_lookup.resolve_citations(["MG-6 2.2"])[0].url == ""


def test_new_edition_changes_what_a_citation_says():
    document = released_instrument("1", languages=("kk", "ru"))
    for language in ("kk", "ru"):
        text = document_text("1", language=language, words="Жаңа")
        version = record_document_version(document, language, text, by=None)
    release_document(version, [], by=None)

    (cited,) = citation_lookup.resolve_citations(["NMR 1"])

    assert cited.text == "Жаңа 1 kk"
