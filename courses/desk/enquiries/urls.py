"""Addresses of the desk of learners' questions."""

from django.urls import path

from courses.desk.enquiries import views

app_name = "enquiries"

urlpatterns = [
    path("", views.waiting, name="list"),
    path("answered/", views.answered, name="answered"),
    path("<uuid:key>/", views.enquiry, name="enquiry"),
]
