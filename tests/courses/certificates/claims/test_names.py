import pytest

from courses.certificates.claims import names
from tests.courses.certificates.claims.conftest import VECTORS


@pytest.mark.parametrize("vector", VECTORS["names"], ids=lambda one: one["name"][:24])
def test_name_is_normalised_as_in_the_shared_vectors(vector):
    assert names.normalised(vector["name"]) == vector["normalised"]


@pytest.mark.parametrize(
    "vector", VECTORS["names"], ids=lambda one: one["normalised"][:24]
)
def test_normalised_name_stays_as_it_is(vector):
    assert names.normalised(vector["normalised"]) == vector["normalised"]


@pytest.mark.parametrize("vector", VECTORS["commitments"], ids=lambda one: one["name"])
def test_commitment_is_as_in_the_shared_vectors(vector):
    salt = bytes.fromhex(vector["salt"])

    assert names.commitment(vector["name"], salt).hex() == vector["commitment"]


def test_commitments_to_one_name_by_two_salts_have_nothing_in_common():
    name = "Қыдырбаева Әсел"

    assert names.commitment(name, b"a" * 16) != names.commitment(name, b"b" * 16)
