import pytest

from courses.certificates.qr_claims import name_commitments
from tests.courses.certificates.qr_claims.conftest import VECTORS


@pytest.mark.parametrize("vector", VECTORS["names"], ids=lambda one: one["name"][:24])
def test_name_is_normalised_as_in_the_shared_vectors(vector):
    assert name_commitments.normalise_name(vector["name"]) == vector["normalised"]


@pytest.mark.parametrize(
    "vector", VECTORS["names"], ids=lambda one: one["normalised"][:24]
)
def test_normalised_name_stays_as_it_is(vector):
    assert name_commitments.normalise_name(vector["normalised"]) == vector["normalised"]


@pytest.mark.parametrize("vector", VECTORS["commitments"], ids=lambda one: one["name"])
def test_commitment_is_as_in_the_shared_vectors(vector):
    salt = bytes.fromhex(vector["salt"])

    assert (
        name_commitments.compute_name_commitment(vector["name"], salt).hex()
        == vector["commitment"]
    )


def test_commitments_to_one_name_by_two_salts_have_nothing_in_common():
    name = "Қыдырбаева Әсел"

    assert name_commitments.compute_name_commitment(
        name, b"a" * 16
    ) != name_commitments.compute_name_commitment(name, b"b" * 16)
