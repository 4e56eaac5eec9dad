"""Creation and renaming of positions and their categories."""

from collections.abc import Mapping

from django.db import transaction

from elearning.accounts.models import User
from elearning.audit import audit_log
from elearning.staff.models import Post, PostCategory
from elearning.staff.reference_data import (
    check_codes_unused,
    normalise_titles,
    update_audited_row,
)


def create_missing_posts(
    titles: Mapping[str, Mapping[str, str]], *, by: User | None
) -> dict[str, Post]:
    """Create missing posts; return the new ones by code.

    ``titles`` has the titles of each post by its code, in each language. Existing posts
    are left unchanged, as the service may have renamed them.
    """
    there = Post.objects.filter(code__in=titles).values_list("code", flat=True)
    known = set(there)
    with transaction.atomic():
        made = Post.objects.bulk_create(
            Post(code=code, titles=dict(texts))
            for code, texts in titles.items()
            if code not in known
        )
        audit_log.record_entries(
            audit_log.build_entry("staff.post_made", by=by, on=post) for post in made
        )
    return {post.code: post for post in made}


def create_post(
    code: str,
    titles: Mapping[str, str],
    *,
    by: User | None,
    category: PostCategory | None = None,
    external_id: str | None = None,
) -> Post:
    """Create a position and return it.

    Raises ``StaffError`` if the code or the key is taken, or a title is missing.
    """
    texts = normalise_titles(titles)
    check_codes_unused(Post.objects.all(), code=code, external_id=external_id)
    with transaction.atomic():
        post = Post.objects.create(
            code=code,
            category=category,
            external_id=external_id or None,
            titles=texts,
        )
        audit_log.record_action("staff.post_made", by=by, on=post, code=code)
    return post


def update_post(
    post: Post,
    titles: Mapping[str, str],
    *,
    external_id: str | None,
    by: User | None,
) -> list[str]:
    """Change titles and key of ``post``; return the names of changed fields."""
    facts = {
        "titles": normalise_titles(titles),
        "external_id": external_id or None,
    }
    check_codes_unused(Post.objects.exclude(pk=post.pk), external_id=external_id)
    return update_audited_row(post, "staff.post_changed", facts, by=by)


def create_post_category(
    code: str, titles: Mapping[str, str], *, by: User | None
) -> PostCategory:
    """Create a category, by which a rule can name all positions in it.

    Raises ``StaffError`` if the code is taken or a title is missing.
    """
    texts = normalise_titles(titles)
    check_codes_unused(PostCategory.objects.all(), code=code)
    with transaction.atomic():
        category = PostCategory.objects.create(code=code, titles=texts)
        audit_log.record_action("staff.category_made", by=by, on=category, code=code)
    return category


def update_post_category(
    category: PostCategory, titles: Mapping[str, str], *, by: User | None
) -> list[str]:
    """Change the titles of ``category``; return the names of changed fields."""
    return update_audited_row(
        category,
        "staff.category_changed",
        {"titles": normalise_titles(titles)},
        by=by,
    )
