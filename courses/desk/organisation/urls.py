"""URLs of the organisation at the desk."""

from django.urls import path

from courses.desk.organisation.views import (
    establishment_changes,
    establishment_pages,
    post_and_rank_pages,
)

app_name = "organisation"

urlpatterns = [
    path("", establishment_pages.show_establishment_tree, name="tree"),
    path("places/<slug:code>/", establishment_pages.show_establishment, name="place"),
    path(
        "places/<slug:code>/found/",
        establishment_changes.add_establishment,
        name="found",
    ),
    path(
        "places/<slug:code>/titles/",
        establishment_changes.edit_establishment,
        name="describe",
    ),
    path(
        "places/<slug:code>/move/",
        establishment_changes.move_listed_establishment,
        name="move",
    ),
    path(
        "places/<slug:code>/close/",
        establishment_changes.enter_establishment_end,
        name="close",
    ),
    path("posts/", post_and_rank_pages.list_posts, name="posts"),
    path("posts/add/", post_and_rank_pages.add_post, name="add-post"),
    path("posts/change/<slug:code>/", post_and_rank_pages.edit_post, name="post"),
    path("categories/add/", post_and_rank_pages.add_post_category, name="add-category"),
    path(
        "categories/change/<slug:code>/",
        post_and_rank_pages.edit_post_category,
        name="category",
    ),
    path("ranks/", post_and_rank_pages.list_ranks, name="ranks"),
    path("ranks/add/", post_and_rank_pages.add_rank, name="add-rank"),
    path("ranks/change/<slug:code>/", post_and_rank_pages.edit_rank, name="rank"),
]
