"""URLs of autosave."""

from django.urls import path

from elearning.autosave import views

app_name = "unsent"

urlpatterns = [
    path("", views.save_unsent_form, name="keep"),
    path("take/", views.restore_unsent_form, name="take"),
    path("discard/", views.discard_unsent_form, name="discard"),
]
