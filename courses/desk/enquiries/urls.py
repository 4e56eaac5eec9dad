"""URLs of learners’ questions at the desk."""

from django.urls import path

from courses.desk.enquiries import views

app_name = "enquiries"

urlpatterns = [
    path("", views.list_waiting_enquiries, name="list"),
    path("answered/", views.list_answered_enquiries, name="answered"),
    path("<uuid:key>/", views.show_enquiry, name="enquiry"),
]
