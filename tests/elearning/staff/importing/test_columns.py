"""Each column of a staff list is declared once, and its declaration fits the models."""

import pytest
from django.utils import translation

from elearning.staff.importing.columns import (
    APPOINTMENT_COLUMNS,
    COLUMNS,
    DATED_COLUMNS,
    PERSON_COLUMNS,
)
from elearning.staff.importing.models import Finding
from elearning.staff.importing.staff_list_messages import render_staff_list_message
from elearning.staff.models import Appointment, StaffMember


def test_names_of_columns_fit_into_findings():
    longest = Finding._meta.get_field("field").max_length

    assert [name for name in COLUMNS if len(name) > longest] == []


def test_columns_are_fields_of_what_they_change():
    declared = [
        *((StaffMember, column) for column in PERSON_COLUMNS),
        *((Appointment, column) for column in APPOINTMENT_COLUMNS),
        *((column.dated_model, column) for column in DATED_COLUMNS),
    ]

    for model, column in declared:
        assert model._meta.get_field(column.name)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=list(COLUMNS))
def test_messages_of_a_column_are_rendered(column):
    codes = {*column.messages, column.contradiction} - {""}

    with translation.override("ru"):
        assert all(render_staff_list_message(code, {"row": 2}) for code in codes)
