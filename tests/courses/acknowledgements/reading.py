"""Readers, what they say, and the rules that ask them to read."""

from datetime import date

import pytest
from django.utils import timezone, translation

from courses.acknowledgements.acknowledgement_records import record_acknowledgement
from courses.acknowledgements.errors import AcknowledgementError
from courses.acknowledgements.reading_duties import list_reading_duties
from courses.acknowledgements.reading_rules import create_reading_rule
from courses.provisions.models import Document
from elearning.staff.models import StaffMember
from tests.factories.provisions import DocumentFactory


def on_paper(code="MG-9"):
    """A guideline of which the register has the entry alone."""
    return DocumentFactory(
        kind="guideline",
        code=code,
        distribution=Document.Distribution.REGISTER_ONLY,
    )


def said(reader, edition, **given):
    return record_acknowledgement(
        reader, edition, language="kk", by=given.pop("by", reader.user)
    )


def refused(call, *args, **given):
    with translation.override("en"), pytest.raises(AcknowledgementError) as error:
        call(*args, **given)
    return str(error.value)


def duty_of(reader, on=None):
    mine = StaffMember.objects.filter(pk=reader.pk)
    return [
        (one.document.code, one.state)
        for one in list_reading_duties(mine, on=on or timezone.localdate())
    ]


def rule(appointed, document, **given):
    return create_reading_rule(
        appointed.post,
        document,
        starts_on=given.pop("starts_on", date(2020, 1, 1)),
        days=30,
        by=None,
        **given,
    )
