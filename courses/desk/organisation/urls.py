"""Addresses of the desk of the organisation."""

from django.urls import path

from courses.desk.organisation.views import changes, places, posts, ranks

app_name = "organisation"

urlpatterns = [
    path("", places.tree, name="tree"),
    path("places/<slug:code>/", places.place, name="place"),
    path("places/<slug:code>/found/", changes.found, name="found"),
    path("places/<slug:code>/titles/", changes.describe, name="describe"),
    path("places/<slug:code>/move/", changes.move, name="move"),
    path("places/<slug:code>/close/", changes.close, name="close"),
    path("posts/", posts.posts, name="posts"),
    path("posts/add/", posts.add, name="add-post"),
    path("posts/change/<slug:code>/", posts.change, name="post"),
    path("categories/add/", posts.add_category, name="add-category"),
    path("categories/change/<slug:code>/", posts.change_category, name="category"),
    path("ranks/", ranks.ranks, name="ranks"),
    path("ranks/add/", ranks.add, name="add-rank"),
    path("ranks/change/<slug:code>/", ranks.change, name="rank"),
]
