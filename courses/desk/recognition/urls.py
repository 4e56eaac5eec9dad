"""Addresses of the desk of recognised training."""

from django.urls import path

from courses.desk.recognition.views import claims, corrections

app_name = "recognition"

urlpatterns = [
    path("", claims.listed, name="claims"),
    path("people/<uuid:key>/add/", claims.add, name="add-claim"),
    path("corrections/", corrections.listed, name="corrections"),
    path("corrections/<uuid:key>/", corrections.correction, name="correction"),
    path("passes/<int:pk>/correct/", corrections.correct, name="correct"),
    path("passes/<int:pk>/withdraw/", corrections.withdraw, name="withdraw"),
    path("<uuid:key>/", claims.claim, name="claim"),
    path("<uuid:key>/scan/", claims.scan, name="scan"),
]
