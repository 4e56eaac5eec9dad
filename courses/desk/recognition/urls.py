"""Addresses of the desk of recognised training."""

from django.urls import path

from courses.desk.recognition.views import claims, corrections, equivalences

app_name = "recognition"

urlpatterns = [
    path("", claims.listed, name="claims"),
    path("people/<uuid:key>/add/", claims.add, name="add-claim"),
    path("corrections/", corrections.listed, name="corrections"),
    path("corrections/<uuid:key>/", corrections.correction, name="correction"),
    path("credits/", equivalences.listed, name="credits"),
    path("credits/<uuid:key>/", equivalences.credit, name="credit"),
    path("people/<uuid:key>/credit/", equivalences.add, name="add-credit"),
    path("passes/<int:pk>/correct/", corrections.correct, name="correct"),
    path("passes/<int:pk>/withdraw/", corrections.withdraw, name="withdraw"),
    path("<uuid:key>/", claims.claim, name="claim"),
    path("<uuid:key>/scan/", claims.scan, name="scan"),
]
