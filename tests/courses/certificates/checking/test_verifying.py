import pytest

from courses.certificates.checking.verifying import is_name_on
from courses.certificates.models import Certificate


@pytest.fixture
def certificate():
    return Certificate(holder_name="Семёнова Әсел Ілиясқызы")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Семёнова",
        "Әсел Семёнова Ілиясқызы",
        "Семёнова Асел Ілиясқызы",
        "Семёнова Әсел Илиясқызы",
        "Семёнова Әсел Iлиясқызы",
        "Семёнова Әсел Ілиясқызы.",
    ],
)
def test_another_name_does_not_match(certificate, typed):
    assert not is_name_on(certificate, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "Семёнова Әсел Ілиясқызы",
        "  СЕМЁНОВА   әсел\u00a0ілиясқызы ",
        "Семенова Әсел Ілиясқызы",
        "Семе\u0308нова Әсел Ілиясқызы",
    ],
)
def test_name_matches_whatever_case_spaces_and_dots_on_e(certificate, typed):
    assert is_name_on(certificate, typed)
