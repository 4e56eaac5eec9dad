"""The weight of pages: each language against the budget, and what lets one pass."""

import pytest
from django.utils import translation

from courses.errors import ReleaseError
from courses.models import UnitText, WeightAllowed
from courses.release import page_budget, proposal_approval
from courses.release.edition_proposal import EditionProposal
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db

KB = 1024


@pytest.fixture(autouse=True)
def budget(settings):
    settings.PAGE_BUDGET_KB = 100


def lesson(course, **sizes):
    """A lesson of ``course`` with the size of each language, proposed and approved."""
    version = UnitVersionFactory(unit=UnitFactory(course=course), languages=[])
    for language, (size, pictures) in ({"kk": (1, 0), "ru": (1, 0)} | sizes).items():
        UnitText.objects.create(
            version=version,
            language=language,
            title=f"{version.unit.slug} {language}",
            reference="1",
            digest=version.digest,
            structure="same",
            size=size * KB,
            details={"pictures": pictures * KB},
        )
    position = course.proposed_entries.count() + 1
    course.proposed_entries.create(unit=version.unit, position=position)
    approved([version.digest])
    return version


@pytest.fixture
def course():
    return CourseFactory()


def test_page_that_weighs_too_much_is_named_with_its_languages(course):
    version = lesson(course, kk=(20, 81), en=(120, 0))

    with translation.override("en"):
        (missing,) = EditionProposal(course).missing

    assert missing == (
        f"“{version.unit.slug} en” is larger than 100 KB: kk 101 KB, en 120 KB. Make "
        "its pictures smaller or divide it, or allow it with a reason."
    )


def test_page_at_its_budget_is_released(course):
    lesson(course, kk=(40, 60))

    assert EditionProposal(course).missing == []


def test_weight_passes_with_a_reason_that_is_kept(course):
    version = lesson(course, kk=(0, 200))
    person = UserFactory()

    with pytest.raises(ReleaseError):
        page_budget.waive_page_budget(version, reason=" ", by=person)
    page_budget.waive_page_budget(version, reason="Картасыз болмайды.", by=person)

    entry = Entry.objects.get(action="courses.weight_allowed")
    assert (entry.by, entry.reason) == (person, "Картасыз болмайды.")
    assert entry.details == {"kilobytes": {"kk": 200}}
    assert EditionProposal(course).missing == []
    assert WeightAllowed.objects.count() == 1


def test_next_version_is_weighed_anew(course):
    version = lesson(course, kk=(0, 200))
    page_budget.waive_page_budget(version, reason="x", by=UserFactory())
    newer = UnitVersionFactory(unit=version.unit, number=2, languages=["kk", "ru"])
    UnitText.objects.filter(version=newer, language="ru").update(size=300 * KB)
    approved([newer.digest])

    assert len(EditionProposal(course).missing) == 1


def test_what_is_released_is_not_weighed_again(course, settings):
    version = lesson(course, kk=(90, 0))
    proposal_approval.release_proposal(course, by=UserFactory())
    settings.PAGE_BUDGET_KB = 50
    lesson(course)

    assert version not in EditionProposal(course).fresh
    assert EditionProposal(course).missing == []
