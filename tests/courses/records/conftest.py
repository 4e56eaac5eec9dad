"""What the tests of sending on share."""

import pytest

from tests.courses.records.other_store import running


@pytest.fixture
def keys(settings, tmp_path):
    """The folder of keys, and little patience with other stores."""
    settings.KEYS_DIR = tmp_path
    settings.XAPI_FORWARD_TIMEOUT = 0.3
    (tmp_path / "xapi-other").write_text("кілт:құпия\n")
    return tmp_path


@pytest.fixture
def other(keys):
    """A store that statements are sent on to, as target “other”."""
    with running() as server:
        yield server
