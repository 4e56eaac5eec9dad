"""What is stale: published before a clause it cites was changed in substance."""

import pytest
from django.utils import translation

from courses.models import UnitText
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from courses.provisions.models import Reaffirmed
from courses.provisions.staleness import (
    list_stale_changes,
    list_stale_findings,
    record_reaffirmations,
)
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import UnitVersionFactory
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    stale_keys,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guideline(db):
    first = published_guideline("1.1", "1.2", "1.3")
    release_document(first, approved([first.digest]), by=None)


def citing(*codes, **facts):
    """A version that rests on ``codes``, published long ago."""
    version = UnitVersionFactory(**facts)
    UnitText.objects.filter(version=version).update(
        details={"cited": {"": list(codes), "block": list(codes)}}
    )
    citation_index.index_unit_version(version)
    return version


def named(found):
    return {pk: [str(one.clause) for one in of] for pk, of in found.items()}


def test_only_what_cites_a_clause_changed_in_substance_is_stale():
    one, two = citing("MG-6 1.1", "MG-6 1.2"), citing("MG-6 1.2")
    changed_guideline("1.1", "1.2", "1.3", substantive=["1.1"])

    assert named(list_stale_changes([one, two])) == {one.pk: ["MG-6 1.1"]}


def test_what_is_published_after_the_change_is_not_stale():
    edition = changed_guideline("1.1", substantive=["1.1", "1.2", "1.3"])

    assert (
        list_stale_changes([citing("MG-6 1.1", published_at=edition.released_at)]) == {}
    )


def test_what_is_reaffirmed_is_stale_again_only_by_the_next_change():
    version, by = citing("MG-6 1.1"), UserFactory()
    changed_guideline("1.1", "1.2", "1.3", substantive=["1.1"])

    kept = record_reaffirmations(
        version, read=stale_keys(version), reason="Мерзім сол күйі", by=by
    )

    assert [str(one.clause) for one in kept] == ["MG-6 1.1"]
    assert Reaffirmed.objects.get().by == by
    assert list_stale_changes([version]) == {}
    changed_guideline("1.1", "1.2", "1.3", substantive=["1.1"], words="Басқа")
    assert named(list_stale_changes([version])) == {version.pk: ["MG-6 1.1"]}


def test_release_warns_of_what_is_stale():
    version = citing("MG-6 1.1", unit__slug="l1")
    changed_guideline("1.1", "1.2", "1.3", substantive=["1.1"])

    with translation.override("en"):
        (found,) = list_stale_findings(
            version.unit.course, [version, citing("MG-6 1.2")]
        )

    assert not found.is_refusal
    assert found.text == (
        "“l1 en” rests on MG-6 1.1, changed in substance since it was published. "
        "Check whether it is still right."
    )


@pytest.mark.parametrize("number", [1, 3])
def test_stale_takes_two_queries_however_many(number, django_assert_num_queries):
    numbers = ["1.1", "1.2", "1.3"][:number]
    versions = [citing(f"MG-6 {one}") for one in numbers]
    changed_guideline("1.1", "1.2", "1.3", substantive=numbers)

    with django_assert_num_queries(2):
        assert len(list_stale_changes(versions)) == number
