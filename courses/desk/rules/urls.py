"""URLs of training rules at the desk."""

from django.urls import path

from courses.desk.rules.views import rule_drafts, rule_entry, rule_exceptions

app_name = "rules"

urlpatterns = [
    path("", rule_entry.list_training_rules, name="list"),
    path("new/", rule_entry.add_training_rule, name="new"),
    path("qualifications/new/", rule_entry.add_qualification, name="qualification"),
    path("<int:pk>/change/", rule_entry.change_training_rule, name="change"),
    path("<int:pk>/end/", rule_entry.end_training_rule, name="end"),
    path("exceptions/", rule_exceptions.list_rule_exceptions, name="exceptions"),
    path(
        "exceptions/decide/",
        rule_exceptions.decide_selected_exceptions,
        name="decide-many",
    ),
    path("exceptions/<int:pk>/", rule_exceptions.decide_one_exception, name="decide"),
    path("drafts/<uuid:key>/", rule_drafts.show_rule_draft, name="draft"),
    path("drafts/<uuid:key>/example/", rule_drafts.show_rule_example, name="example"),
]
