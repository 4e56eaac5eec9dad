"""Migration operations."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

if TYPE_CHECKING:
    from django.db.models import Field


class CreateModels(Operation):
    """Create the models of an app, rendering related models once for all of them.

    Django renders them again for each model created, which takes more than half of the
    time of migrating an empty database.
    """

    category = OperationCategory.ADDITION

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # rendered again when next needed
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create models {', '.join(operation.name for operation in self.operations)}"


class JoinLanguages(Operation):
    """Replace the columns of a text, one per language, by one JSON field: by code.

    The columns are ``column`` with the code of each language: ``title_kk``.
    """

    category = OperationCategory.ALTERATION

    def __init__(
        self,
        model_name: str,
        column: str,
        name: str,
        field: "Field[Any, Any]",
        codes: Sequence[str] = ("kk", "ru", "en"),
    ) -> None:
        self.model_name, self.name, self.field = model_name, name, field
        self.columns = {code: f"{column}_{code}" for code in codes}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        model = self.model_name.lower()
        state.add_field(app_label, model, self.name, self.field, preserve_default=True)
        for column in self.columns.values():
            state.remove_field(app_label, model, column)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the field, fill it from the columns and remove these."""
        before = from_state.apps.get_model(app_label, self.model_name)
        after = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_field(before, after._meta.get_field(self.name))
        rows = after._default_manager.using(schema_editor.connection.alias)
        for row in before._default_manager.using(schema_editor.connection.alias):
            texts = {code: getattr(row, one) for code, one in self.columns.items()}
            rows.filter(pk=row.pk).update(**{self.name: texts})
        for column in self.columns.values():
            schema_editor.remove_field(before, before._meta.get_field(column))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the columns, fill them from the field and remove it."""
        joined = from_state.apps.get_model(app_label, self.model_name)
        apart = to_state.apps.get_model(app_label, self.model_name)
        connection = schema_editor.connection
        for name in self.columns.values():
            column = apart._meta.get_field(name)
            schema_editor.execute(
                f"ALTER TABLE {connection.ops.quote_name(apart._meta.db_table)} "
                f"ADD COLUMN {connection.ops.quote_name(column.column)} "
                f"{column.db_type(connection)} NOT NULL DEFAULT ''"
            )
        rows = apart._default_manager.using(connection.alias)
        for row in joined._default_manager.using(connection.alias):
            texts = getattr(row, self.name)
            values = {one: texts.get(code, "") for code, one in self.columns.items()}
            rows.filter(pk=row.pk).update(**values)
        schema_editor.remove_field(joined, joined._meta.get_field(self.name))

    def describe(self) -> str:
        return f"Join the languages of {self.name} on {self.model_name}"
