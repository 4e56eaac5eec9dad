"""The index of citations: who rests on which clause, and where."""

import pytest
from django.db import IntegrityError, transaction

from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_versions import (
    confirm_document_language as confirm_document,
)
from courses.provisions.document_versions import record_document_version
from courses.provisions.models import Citation, Clause
from courses.release.edition_release import confirm_language
from tests.factories.accounts import UserFactory
from tests.factories.courses import UnitVersionFactory
from tests.factories.provisions import (
    DocumentFactory,
    document_text,
    released_instrument,
)

pytestmark = pytest.mark.django_db


def cited(**of):
    """Which clause is cited where, in order."""
    rows = Citation.objects.filter(**of).order_by("clause__number", "place")
    return [(str(row.clause), row.place) for row in rows]


def unit_citing(details, **languages):
    """A version whose Kazakh text has ``details``, others what ``languages`` say."""
    version = UnitVersionFactory()
    for language, said in {"kk": details, **languages}.items():
        UnitText.objects.filter(version=version, language=language).update(details=said)
    return version


def guideline_citing(*codes):
    """The newest version of a guideline whose clause 1.1 cites ``codes``."""
    document = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    for language in ("kk", "ru"):
        text = document_text("1.1", language=language)
        text["sections"][0]["clauses"][0]["cites"] = list(codes)
        version = record_document_version(document, language, text, by=None)
    return version


def test_code_that_the_register_lacks_is_left_out():
    released_instrument("43")
    version = unit_citing({"cited": {"": ["NMR 43", "NMR 999", "nonsense"]}})

    citation_index.index_unit_version(version)

    assert cited(unit_version=version) == [("NMR 43", "")]


def test_citation_belongs_to_one_text():
    released_instrument("43")
    version, document = UnitVersionFactory(), guideline_citing()

    for texts in ({}, {"unit_version": version, "document_version": document}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Citation.objects.create(clause=Clause.objects.first(), **texts)


def test_unit_is_indexed_once_for_all_its_languages():
    released_instrument("1", "43")
    version = unit_citing(
        {"cited": {"": ["NMR 1"], "b1": ["NMR 43"]}},
        ru={"cited": {"": ["NMR 1"], "b2": ["NMR 43"]}},
        en={"cites": ["NMR 1"]},
    )

    for _again in range(2):
        citation_index.index_unit_version(version)

    assert cited(unit_version=version) == [
        ("NMR 1", ""),
        ("NMR 43", "b1"),
        ("NMR 43", "b2"),
    ]


def test_confirmed_language_carries_the_citations_over():
    released_instrument("1")
    version = unit_citing({"cited": {"b1": ["NMR 1"]}})
    UnitText.objects.filter(version=version, language="ru").update(round=0)

    confirmed = confirm_language(version, "ru", by=UserFactory())

    assert cited(unit_version=confirmed) == [("NMR 1", "b1")]


def test_guideline_is_indexed_by_the_clause_that_cites():
    released_instrument("1", "43")

    version = guideline_citing("NMR 43", "MG-6 1.1")

    assert cited(document_version=version) == [("MG-6 1.1", "1.1"), ("NMR 43", "1.1")]


def test_confirmed_language_of_a_guideline_carries_the_citations_over():
    released_instrument("43")
    document = guideline_citing("NMR 43").document
    text = document_text("1.1", words="Жаңа")
    text["sections"][0]["clauses"][0]["cites"] = ["NMR 43"]
    version = record_document_version(document, "kk", text, by=None)

    confirmed = confirm_document(version, "ru", by=UserFactory())

    assert cited(document_version=confirmed) == [("NMR 43", "1.1")]


def test_index_takes_three_queries_however_many_clauses(django_assert_num_queries):
    released_instrument("1", "2", "3")
    for codes in (["NMR 1"], ["NMR 1", "NMR 2", "NMR 3"]):
        version = unit_citing({"cites": codes})
        with django_assert_num_queries(3):
            citation_index.index_unit_version(version)
