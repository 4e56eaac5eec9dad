"""What tests of the store share."""

import pytest

from tests.elearning.lrs.clients import Lrs
from tests.factories.lrs import headers


@pytest.fixture
def lrs(client):
    """A system that may do everything, in 1.0.3."""
    return Lrs(client, headers())


@pytest.fixture(params=["1.0.3", "2.0.0"])
def any_lrs(client, request):
    """A system that may do everything, in each version under its own mount."""
    version = request.param
    mount = "/xapi/1.0.3" if version == "1.0.3" else "/xapi"
    sent = headers() | {"X-Experience-API-Version": version}
    return Lrs(client, sent, f"{mount}/statements")
