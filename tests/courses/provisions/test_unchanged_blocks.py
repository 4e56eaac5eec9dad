"""A block is stale until it is published changed; other blocks do not help it."""

import pytest
from django.utils import timezone

from courses.models import Unit
from courses.provisions.document_release import release_document
from courses.provisions.errors import ProvisionError
from courses.provisions.lesson_reaffirmation import reaffirm_lesson
from courses.provisions.staleness import list_changes_by_block, list_stale_changes
from courses.release.edition_release import confirm_language
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.courses import UnitFactory
from tests.factories.provisions import (
    changed_guideline,
    published_guideline,
    stale_keys,
    stale_lesson,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def blocks(version):
    return {
        block: [str(one.clause) for one in changes]
        for block, changes in list_changes_by_block([version.pk])
        .get(version.pk, {})
        .items()
    }


def answer(version, block, now, reason="Мерзім сол күйі"):
    return reaffirm_lesson(
        version,
        block,
        read=stale_keys(version),
        reason=reason,
        by=UserFactory(),
        at=now,
    )


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def lesson(db):
    return stale_lesson()


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_still_right_asks_for_a_sentence(lesson, now, reason):
    with pytest.raises(ProvisionError, match="сөйлем"):
        answer(lesson, "a", now, reason)

    assert blocks(lesson) == {"a": ["MG-6 1.1"], "b": ["MG-6 1.1"]}
    assert not Entry.objects.filter(action="provisions.lesson_reaffirmed").exists()


@pytest.mark.parametrize("block", ["c", "head"])
def test_block_that_is_not_stale_has_nothing_to_answer(lesson, now, block):
    with pytest.raises(ProvisionError):
        answer(lesson, block, now)


def test_said_twice_is_refused(lesson, now):
    answer(lesson, "a", now)

    with pytest.raises(ProvisionError):
        answer(lesson, "a", now)


def test_publishing_one_block_leaves_the_other_stale(lesson):
    newer = written(lesson.unit, a="өзгерді", b="екі")

    assert blocks(newer) == {"b": ["MG-6 1.1"]}
    assert list_stale_changes([written(lesson.unit, a="өзгерді", b="бұл да")]) == {}


def test_another_block_or_language_of_a_lesson_answers_nothing(lesson):
    other = written(lesson.unit, a="бір", b="екі", c="жаңа")
    translated = written(lesson.unit, "ru", a="раз", b="два")

    assert [sorted(blocks(one)) for one in (other, translated)] == [["a", "b"]] * 2


def test_confirming_a_language_answers_nothing(lesson):
    written(lesson.unit, "ru", a="раз", b="два")
    version = written(lesson.unit, a="бір", b="екі", c="үш")

    assert sorted(blocks(confirm_language(version, "ru", by=None))) == ["a", "b"]


def test_still_right_is_kept_for_one_block_with_its_author(lesson, now):
    by = UserFactory()

    read = stale_keys(lesson)
    reaffirm_lesson(lesson, "a", read=read, reason=" Мерзім  сол ", by=by, at=now)

    assert blocks(lesson) == {"b": ["MG-6 1.1"]}
    entry = Entry.objects.get(action="provisions.lesson_reaffirmed")
    assert (entry.by, entry.reason) == (by, "Мерзім сол")
    assert entry.details == {"block": "a", "clauses": ["MG-6 1.1"]}


def test_still_right_holds_for_later_versions_of_the_block(lesson, now):
    answer(lesson, "a", now)
    answer(lesson, "b", now)

    assert blocks(written(lesson.unit, a="бір", b="екі", c="үш")) == {}


def test_whole_lesson_said_to_be_right_holds_for_its_blocks_and_later_versions(
    lesson, now
):
    answer(lesson, "", now)

    assert blocks(lesson) == {}
    assert blocks(written(lesson.unit, a="бір", b="екі", c="үш")) == {}


def test_next_change_asks_again(lesson, now):
    answer(lesson, "", now)
    changed_guideline("1.1", "1.2", substantive=["1.1"], words="Тағы")

    assert blocks(lesson) == {"a": ["MG-6 1.1"], "b": ["MG-6 1.1"]}


def test_lesson_written_after_the_change_is_not_stale(lesson):
    unit = UnitFactory(kind=Unit.Kind.LESSON, slug="l9", course=lesson.unit.course)

    assert blocks(written(unit, a="бір")) == {}
    assert blocks(written(unit, a="бір", b="екі")) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_blocks_take_four_queries_however_many(number, django_assert_num_queries):
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    units = [UnitFactory(slug=f"l{n}", kind=Unit.Kind.LESSON) for n in range(number)]
    for unit in units:
        written(unit, a="бір", b="екі")
    changed_guideline("1.1", "1.2", substantive=["1.1"])
    keys = [written(unit, a="бір", b="өзгерді").pk for unit in units]

    with django_assert_num_queries(4):
        assert [sorted(one) for one in list_changes_by_block(keys).values()] == [
            ["a"]
        ] * number
