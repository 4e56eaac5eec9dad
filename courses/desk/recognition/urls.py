"""URLs of recognised training at the desk."""

from django.urls import path

from courses.desk.recognition.views import (
    pass_corrections,
    prior_learning_claims,
    training_credits,
)

app_name = "recognition"

urlpatterns = [
    path("", prior_learning_claims.list_prior_learning_claims, name="claims"),
    path(
        "people/<uuid:key>/add/",
        prior_learning_claims.enter_prior_learning,
        name="add-claim",
    ),
    path("corrections/", pass_corrections.list_pass_corrections, name="corrections"),
    path(
        "corrections/<uuid:key>/",
        pass_corrections.decide_pass_correction,
        name="correction",
    ),
    path("credits/", training_credits.list_training_credits, name="credits"),
    path("credits/<uuid:key>/", training_credits.decide_training_credit, name="credit"),
    path(
        "people/<uuid:key>/credit/",
        training_credits.enter_training_credit,
        name="add-credit",
    ),
    path(
        "passes/<int:pk>/correct/",
        pass_corrections.propose_pass_correction,
        name="correct",
    ),
    path(
        "passes/<int:pk>/withdraw/",
        pass_corrections.propose_pass_withdrawal,
        name="withdraw",
    ),
    path(
        "<uuid:key>/", prior_learning_claims.decide_prior_learning_claim, name="claim"
    ),
    path("<uuid:key>/scan/", prior_learning_claims.download_claim_scan, name="scan"),
]
