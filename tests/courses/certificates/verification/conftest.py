"""A certificate that counts for a long time."""

from datetime import date

import pytest

from tests.factories.certificates import CertificateFactory


@pytest.fixture
def certificate():
    return CertificateFactory(
        completion__edition__course__code="C1",
        edition_number=3,
        expires_on=date(2999, 3, 2),
        holder_name="Қыдырбаева Әсел",
    )
