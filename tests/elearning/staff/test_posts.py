"""Positions and their categories are made one by one, and called otherwise."""

import pytest

from elearning.audit.models import Entry
from elearning.staff.errors import StaffError
from elearning.staff.models import Post, PostCategory
from elearning.staff.posts import (
    create_post,
    create_post_category,
    update_post,
    update_post_category,
)
from tests.factories.accounts import UserFactory
from tests.factories.staff import PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
TITLES = {"kk": "аға психолог", "ru": "старший психолог", "en": ""}


@pytest.mark.parametrize(
    "given",
    [{"code": "taken"}, {"external_id": "K-1"}, {"titles": {"ru": "x"}}],
)
def test_a_position_that_cannot_be_made_is_refused(given):
    PostFactory(code="taken", external_id="K-1")

    with pytest.raises(StaffError):
        create_post(**({"code": "senior", "titles": TITLES} | given), by=None)

    assert Post.objects.count() == 1


def test_a_position_and_its_category_are_made_and_renamed():
    by = UserFactory()
    category = create_post_category(
        "specialists", {"kk": "мамандар", "ru": "спецы"}, by=by
    )
    post = create_post("senior", TITLES, category=category, external_id="", by=by)

    assert update_post(post, TITLES, external_id="", by=by) == []
    assert update_post(post, TITLES, external_id="K-2", by=by) == ["external_id"]
    assert update_post_category(
        category, {"kk": "мамандар", "ru": "специалисты"}, by=by
    ) == ["titles"]

    post.refresh_from_db()
    assert (post.category, post.external_id) == (category, "K-2")
    assert [entry.action for entry in Entry.objects.order_by("pk")] == [
        "staff.category_made",
        "staff.post_made",
        "staff.post_changed",
        "staff.category_changed",
    ]


def test_a_category_needs_a_free_code():
    create_post_category("specialists", TITLES, by=None)

    with pytest.raises(StaffError):
        create_post_category("specialists", TITLES, by=None)

    assert PostCategory.objects.count() == 1
