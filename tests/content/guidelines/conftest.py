"""Somebody who reads guidelines."""

import pytest

from tests.factories.staff import StaffMemberFactory


@pytest.fixture
def reader(client):
    client.force_login(StaffMemberFactory().user)
    return client
