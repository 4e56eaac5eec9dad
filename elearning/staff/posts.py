"""Make the posts of a service, in bulk and safe to repeat."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from elearning.audit import trail
from elearning.staff.models import Post

if TYPE_CHECKING:
    from elearning.accounts.models import User


def make_posts(
    titles: Mapping[str, Mapping[str, str]], *, by: "User | None"
) -> dict[str, Post]:
    """Make those of the posts that are not there; return these new ones, by code.

    ``titles`` has the title of each post by its code, in each language. A post that is
    there is left as it is, whatever it is called: the service may have renamed it.
    """
    there = Post.objects.filter(code__in=titles).values_list("code", flat=True)
    known = set(there)
    with transaction.atomic():
        made = Post.objects.bulk_create(
            Post(code=code, **{f"title_{one}": text for one, text in texts.items()})
            for code, texts in titles.items()
            if code not in known
        )
        trail.write_all(trail.entry("staff.post_made", by=by, on=post) for post in made)
    return {post.code: post for post in made}
