import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as some

from courses.certificates.qr_claims import cbor

WHOLE = some.integers(-(2**63), 2**63 - 1)
LEAF = WHOLE | some.none() | some.binary(max_size=300) | some.text(max_size=80)
VALUE = (
    LEAF
    | some.lists(LEAF, max_size=30)
    | some.dictionaries(WHOLE, some.lists(LEAF, max_size=3), max_size=5)
)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "18",  # a number without its number
        "1817",  # 23 in two bytes
        "190017",  # in three
        "1a00000017",
        "1b0000000000000017",
        "1f",
        "41",  # a byte that does not come
        "61ff",  # no UTF-8
        "5f4101ff",  # bytes in pieces
        "9f01ff",  # a list without end
        "bf0102ff",
        "a201010101",  # a key twice
        "a202010101",  # keys not in order
        "a1616101",  # a text as a key
        "c11a514b67b0",  # a date
        "c2420100",  # a large number
        "d81c01",  # something to be shared
        "f4",
        "f7",
        "f93c00",
        "fb3ff0000000000000",
        "ff",
        "0101",
        "8181818101",
        "9bffffffffffffffff",
        "5bffffffffffffffff",
    ],
)
def test_what_a_claim_is_not_written_in_is_refused(written):
    with pytest.raises(cbor.CborError):
        cbor.decode_value(bytes.fromhex(written))


@given(VALUE)
def test_what_is_written_deterministically_is_read(value):
    written = cbor2.dumps(value, canonical=True)

    try:
        assert cbor.decode_value(written) == value
    except cbor.CborError:  # the older order of keys, by length, is another
        assert isinstance(value, dict)


@given(some.binary(max_size=80))
def test_whatever_is_read_is_written_in_the_same_bytes(data):
    try:
        value = cbor.decode_value(data)
    except cbor.CborError:
        return

    assert cbor2.loads(data) == value
    assert len(cbor2.dumps(value, canonical=True)) == len(data)


@given(VALUE.map(lambda value: cbor2.dumps(value, canonical=True)))
def test_what_ends_early_is_refused(written):
    with pytest.raises(cbor.CborError):
        cbor.decode_value(written[:-1])
