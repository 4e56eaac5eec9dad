"""Positions, categories and ranks at the desk of the ministry."""

import pytest
from django.urls import reverse

from elearning.staff.models import Post, PostCategory, Rank
from tests.factories.staff import AppointmentFactory, PostFactory

pytestmark = pytest.mark.django_db
TITLES = {"title_kk": "капитан", "title_ru": "капитан", "title_en": ""}


def page(name, *arguments):
    return reverse(f"desk:organisation:{name}", args=arguments)


def told(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.usefixtures("ministry", "service")
@pytest.mark.parametrize(
    ("name", "given", "field"),
    [
        ("add-post", {"code": "guard"}, "__all__"),
        ("add-post", {"code": "два слова"}, "code"),
        ("add-post", {"category": "no"}, "category"),
        ("add-post", {"external_id": "K-1"}, "__all__"),
        ("add-post", {"title_kk": ""}, "title_kk"),
        ("add-category", {"code": "staff"}, "__all__"),
        ("add-category", {"title_ru": " "}, "title_ru"),
        ("add-rank", {"order": "-1"}, "order"),
        ("add-rank", {"order": "high"}, "order"),
        ("add-rank", {"code": "major"}, "__all__"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_added(client, name, given, field):
    PostFactory(code="other", external_id="K-1")
    for model in (PostCategory, Rank):
        model.objects.create(code="staff" if model is PostCategory else "major")
    usual = TITLES | {"code": "new", "order": "5"}

    answer = client.post(page(name), usual | given)

    assert set(answer.context["form"].errors) == {field}
    assert [model.objects.count() for model in (Post, PostCategory, Rank)] == [3, 1, 1]


def test_a_position_is_added_put_into_a_category_and_counted(client, service, ministry):
    added = client.post(page("add-category"), TITLES | {"code": "heads"}, follow=True)
    client.post(page("add-post"), TITLES | {"code": "captain"}, follow=True)
    changed = client.post(
        page("post", "captain"),
        TITLES | {"title_en": "Captain", "category": "heads", "external_id": "K-2"},
        follow=True,
    )
    again = client.post(
        page("post", "captain"),
        TITLES | {"title_en": "Captain", "category": "heads", "external_id": "K-2"},
        follow=True,
    )

    assert [told(answer) for answer in (added, changed, again)] == [
        ["капитан added."],
        ["Position changed."],
        ["Nothing was changed."],
    ]
    post = Post.objects.get(code="captain")
    assert (post.category.code, post.title, post.external_id) == (
        "heads",
        "Captain",
        "K-2",
    )
    lines = {post.code: number for post, number in changed.context["lines"]}
    assert lines == {"captain": 0, "guard": 0, "psychologist": 2}


def test_holders_are_those_of_the_remit(client, service, enter):
    enter("ministry-hr", "east")
    lines = client.get(page("posts")).context["lines"]

    assert {post.code: number for post, number in lines} == {
        "guard": 0,
        "psychologist": 1,
    }


def test_a_category_and_a_rank_are_called_otherwise(client, service, ministry):
    PostCategory.objects.create(code="heads", titles={"kk": "a", "ru": "b"})
    Rank.objects.create(code="captain", titles={"kk": "a", "ru": "b"}, order=1)
    service.insider.ranks_held.create(rank=Rank.objects.get(), starts_on="2026-01-01")

    first = client.post(page("category", "heads"), TITLES, follow=True)
    second = client.post(page("rank", "captain"), TITLES | {"order": "7"}, follow=True)

    assert told(first) == ["Category changed."]
    assert told(second) == ["Rank changed."]
    assert [(rank.order, number) for rank, number in second.context["lines"]] == [
        (7, 1)
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_for_any_number(
    client, service, ministry, number, django_assert_num_queries
):
    for _number in range(number):
        AppointmentFactory(establishment=service.place("west"))
        Rank.objects.create(code=f"rank-{_number}")
        PostCategory.objects.create(code=f"category-{_number}")
    client.get(page("posts"))

    with django_assert_num_queries(8):
        client.get(page("posts"))
    with django_assert_num_queries(7):
        client.get(page("ranks"))
