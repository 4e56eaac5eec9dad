"""URLs of safeguard reviews."""

from django.urls import path

from courses.desk.reviews import views

app_name = "reviews"

urlpatterns = [
    path("", views.list_safeguard_reviews, name="list"),
    path("guidelines/<slug:slug>/", views.review_guideline, name="guideline"),
    path("<slug:slug>/<uuid:key>/", views.review_course_module, name="module"),
]
