"""URL of the form for a new course."""

from django.urls import path

from content.studio.new_course import views

app_name = "studio_courses"

urlpatterns = [path("new/", views.add_course, name="new")]
