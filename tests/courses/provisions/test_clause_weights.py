"""How much a changed clause weighs: said by an author, confirmed by a second person."""

import pytest
from django.utils import translation

from courses.errors import ReleaseError
from courses.provisions import citation_index, clause_weights
from courses.provisions.document_diff import list_part_differences
from courses.provisions.document_release import DocumentProposal, release_document
from courses.provisions.document_versions import record_document_version
from courses.provisions.errors import ClauseWeightError
from courses.provisions.models import ClauseChange, ClauseClaim
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import EditionFactory, UnitVersionFactory
from tests.factories.provisions import (
    changed_guideline,
    document_text,
    published_guideline,
    released_instrument,
    weighed,
)

pytestmark = pytest.mark.django_db

EDITORIAL = ("editorial", "")
SUBSTANTIVE = ("substantive", "Заң өзгерді")


@pytest.fixture
def guideline():
    """A guideline whose first edition has clauses 1.1 and 1.2."""
    version = published_guideline("1.1", "1.2")
    return release_document(version, approved([version.digest]), by=None).document


def rewritten(**by):
    """The version that says something else in 1.1, drops 1.2 and adds 1.3."""
    return published_guideline("1.1", "1.3", words="Жаңа", **by)


def unit_citing(code, **unit):
    """A unit of a current edition that rests on ``code``."""
    version = UnitVersionFactory(languages=[], **unit)
    version.texts.create(
        language="kk", title="Т", digest="d", structure="s", details={"cites": [code]}
    )
    EditionFactory(course=version.unit.course, versions=[version])
    citation_index.index_unit_version(version)
    return version


@pytest.mark.parametrize(
    ("word", "fault"),
    [
        (("", ""), "Choose whether the change is editorial or substantive."),
        (("huge", "Since"), "Choose whether the change is editorial or substantive."),
        (
            ("substantive", "  "),
            "A substantive change needs a reason. Say it in a sentence.",
        ),
    ],
)
def test_clause_without_a_weight_is_named_and_nothing_is_kept(guideline, word, fault):
    said = {"1.1": EDITORIAL, "1.2": word, "1.3": EDITORIAL}

    with translation.override("en"), pytest.raises(ClauseWeightError) as error:
        clause_weights.propose_clause_weights(rewritten(), said, by=UserFactory())

    assert error.value.faults == {"1.2": fault}
    assert not ClauseClaim.objects.exists()


def test_release_names_every_clause_that_nobody_weighed(guideline):
    version = rewritten()

    with translation.override("en"), pytest.raises(ReleaseError) as error:
        release_document(version, approved([version.digest]), by=None)

    assert error.value.reasons == [
        ("Mark each changed clause as editorial or substantive: 1.1, 1.3, 1.2.")
    ]


def test_clause_that_an_editor_only_writes_differently_is_not_weighed(guideline):
    before = guideline.current_edition.version
    text = document_text("1.1", "1.2")
    first, second = text["sections"][0]["clauses"]
    first["text"] = first["text"].replace("<p>", '<p data-block-key="a1b2c">') + "\n"
    second["text"] = "<p>Басқа сөз</p>"

    version = record_document_version(guideline, "kk", text, by=None)

    assert [
        change.number for change in clause_weights.list_clause_changes(version)
    ] == ["1.2"]
    parts = list_part_differences(before.body["kk"], version.body["kk"])
    assert [part.number for part in parts] == ["1.2"]


def test_first_edition_and_instruments_are_not_weighed():
    instrument = released_instrument("1")
    for language in ("kk", "ru", "en"):
        text = document_text("1", language=language, words="Жаңа")
        version = record_document_version(instrument, language, text, by=None)

    assert clause_weights.list_clause_changes(version) == []
    assert clause_weights.list_clause_changes(published_guideline("1.1")) == []


def test_removed_clause_that_others_rest_on_is_no_mere_correction(guideline):
    unit_citing("MG-6 1.2", unit__course__code="T1", unit__slug="l1")
    version = weighed(rewritten())

    with translation.override("en"):
        assert DocumentProposal(version.document, version).faults == [
            (
                "Clause 1.2 has been removed, but these rest on it: T1 l1. Keep it, or "
                "mark the change as substantive."
            )
        ]
    weighed(version, "1.2")
    assert DocumentProposal(version.document, version).faults == []


def test_clauses_that_rest_on_each_other_are_not_released():
    text = document_text("1.1", "1.2")
    first, second = text["sections"][0]["clauses"]
    first["cites"], second["cites"] = ["MG-6 1.2"], ["MG-6 1.1"]
    document = published_guideline("1.1").document
    for language in ("kk", "ru"):
        version = record_document_version(document, language, text, by=None)

    with translation.override("en"):
        assert DocumentProposal(version.document, version).faults == [
            (
                "These clauses rest on each other: MG-6 1.1 → MG-6 1.2 → MG-6 1.1. "
                "Remove one of the citations."
            )
        ]


def test_edition_keeps_what_it_changes_and_why(guideline):
    author = UserFactory()
    version = weighed(rewritten(), "1.1", by=author)

    edition = release_document(version, approved([version.digest]), by=UserFactory())

    rows = edition.changes.values_list(
        "clause__number", "kind", "weight", "reason", "by"
    )
    assert list(rows) == [
        ("1.1", "changed", *SUBSTANTIVE, author.pk),
        ("1.3", "new", *EDITORIAL, author.pk),
        ("1.2", "removed", *EDITORIAL, author.pk),
    ]


def test_weight_holds_while_the_clause_is_not_touched_again(guideline):
    weighed(rewritten(), "1.1")
    text = document_text("1.1", "1.3", words="Жаңа")
    text["sections"][0]["clauses"][1]["text"] = "<p>Басқа</p>"

    version = record_document_version(guideline, "kk", text, by=None)

    known = clause_weights.list_weight_proposals(
        clause_weights.list_clause_changes(version), guideline
    )
    assert {number: one.weight for number, one in known.items()} == {
        "1.1": "substantive",
        "1.2": "editorial",
    }


def test_whoever_weighs_a_change_cannot_approve_it(guideline):
    author, other = UserFactory(), UserFactory()
    version = weighed(rewritten(), by=author)

    assert not DocumentProposal(version.document, version).may_approve(author)
    assert DocumentProposal(version.document, version).list_awaiting(other)


def test_another_weight_asks_for_another_approval(guideline):
    version = weighed(rewritten(), "1.1")
    approvals = approved([version.digest])
    assert DocumentProposal(version.document, version, approvals).missing == []

    weighed(version)

    assert len(DocumentProposal(version.document, version, approvals).missing) > 0
    assert (
        DocumentProposal(version.document, version, approved([version.digest])).missing
        == []
    )


def test_same_weights_again_change_nothing(guideline):
    version = weighed(rewritten(), "1.1")
    approvals = approved([version.digest])

    weighed(version, "1.1")

    assert ClauseClaim.objects.count() == 3
    assert DocumentProposal(version.document, version, approvals).missing == []


def test_clause_untouched_by_an_edition_is_not_among_its_changes(guideline):
    changed_guideline("1.1", "1.2", substantive=["1.1"])
    edition = changed_guideline("1.1", "1.2", "1.3")

    assert [str(one.clause) for one in edition.changes.all()] == ["MG-6 1.3"]
    assert ClauseChange.objects.substantive().count() == 1
