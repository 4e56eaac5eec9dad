"""URLs of access keys at the desk."""

from django.urls import path

from courses.desk.tokens import views

app_name = "tokens"

urlpatterns = [
    path("", views.list_access_tokens, name="list"),
    path("add/", views.add_access_token, name="make"),
    path("<int:pk>/end/", views.stop_access_token, name="end"),
]
