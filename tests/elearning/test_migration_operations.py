"""The operations that migrations of several apps share."""

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared

from elearning.migration_operations import CreateModels


def create_model(name, *references):
    """An operation that creates a model which refers to others of its app."""
    fields = [
        (to.lower(), models.ForeignKey(f"library.{to}", models.CASCADE))
        for to in references
    ]
    return CreateModel(name, [("id", models.BigAutoField(primary_key=True)), *fields])


def rendered(state):
    """Names of the models that are rendered when the state is asked for them."""
    names = []

    def add(sender, **kwargs):
        names.append(sender.__name__)

    class_prepared.connect(add)
    try:
        assert state.apps.get_models()
    finally:
        class_prepared.disconnect(add)
    return names


def test_models_created_together_are_rendered_once_each():
    state = ProjectState()
    create_model("Shelf").state_forwards("library", state)
    rendered(state)

    operation = CreateModels(
        [create_model("Book", "Shelf"), create_model("Loan", "Book")]
    )
    operation.state_forwards("library", state)

    assert sorted(rendered(state)) == ["Book", "Loan", "Shelf"]
    assert operation.formatted_description() == "+ Create models Book, Loan"


@pytest.mark.django_db(transaction=True)
def test_models_are_created_in_the_database_and_taken_away():
    before, after = ProjectState(), ProjectState()
    operation = CreateModels([create_model("Shelf"), create_model("Book", "Shelf")])
    operation.state_forwards("library", after)
    tables = {"library_shelf", "library_book"}

    with connection.schema_editor() as editor:
        operation.database_forwards("library", editor, before, after)
    assert tables <= set(connection.introspection.table_names())

    with connection.schema_editor() as editor:
        operation.database_backwards("library", editor, after, before)
    assert not tables & set(connection.introspection.table_names())
