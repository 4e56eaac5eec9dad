import pytest
from django.utils import timezone

from courses.certificates.models import Purpose
from courses.certificates.sealing.examining import Finding, examine
from courses.certificates.sealing.sealing import seal
from tests.courses.certificates.sealing.papers import paper

pytestmark = pytest.mark.django_db


def test_a_sealed_paper_is_intact(keys):
    at = timezone.now().replace(microsecond=0)

    found = examine(seal(paper(), at=at))

    assert found == Finding("", keys[Purpose.PAPER], at, covers_all=True)
    assert found.intact


def test_the_same_paper_sealed_at_the_same_moment_is_the_same_file(keys):
    at = timezone.now()

    assert seal(paper(), at=at) == seal(paper(), at=at)
