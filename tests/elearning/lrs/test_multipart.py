"""multipart/mixed: read by its rules, and never with a crash."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from elearning.lrs.errors import RequestError
from elearning.lrs.statements import multipart
from elearning.lrs.statements.multipart import BodyPart

B = "b1'()+_,-./:=? x"
HEADER = b"Content-Type: text/plain"

quick = settings(deadline=None, derandomize=True, database=None)


def body(*lines, end=b"\r\n"):
    """Lines of a body; ``b`` as a line is the boundary, ``b--`` the last one."""
    dashed = {b"b": f"--{B}".encode(), b"b--": f"--{B}--".encode()}
    return end.join([dashed.get(line, line) for line in lines])


BAD = {
    "nothing": (b"", "$"),
    "no boundary": (b"x\r\n\r\ny", "$"),
    "another boundary": (b"--z\r\nA: b\r\n\r\nx\r\n--z--", "$"),
    "only the last boundary": (body(b"b--", b""), "$"),
    "no last boundary": (body(b"b", HEADER, b"", b"x", b"b", HEADER, b"", b"y"), "$"),
    "boundary inside a line": (
        body(b"b", HEADER, b"", b"x" + f"--{B}--".encode()),
        "$",
    ),
    "boundary that goes on": (body(b"b", HEADER, b"", b"x", f"--{B}z".encode()), "$"),
    "empty part": (body(b"b", b"b", b"b--"), "part 0"),
    "no headers": (body(b"b", b"", b"x", b"b--"), "part 0"),
    "no empty line": (body(b"b", HEADER, b"b--"), "part 0"),
    "line that is no header": (body(b"b", b"x y", b"", b"x", b"b--"), "part 0"),
    "header without a name": (body(b"b", b": y", b"", b"x", b"b--"), "part 0"),
    "header twice": (body(b"b", b"A: 1", b"a: 2", b"", b"x", b"b--"), "part 0"),
    "headers without end": (
        body(b"b", b"A: " + b"x" * 20_000, b"", b"x", b"b--"),
        "part 0",
    ),
    "second part": (body(b"b", HEADER, b"", b"x", b"b", b"y", b"b--"), "part 1"),
    "lines end otherwise": (
        body(b"b", HEADER, b"", b"x", b"b--").replace(b"\r\n", b"\n", 1),
        "part 0",
    ),
}


@pytest.mark.parametrize(("bad", "path"), BAD.values(), ids=BAD.keys())
def test_body_that_breaks_the_rules_is_refused(bad, path):
    with pytest.raises(RequestError) as refusal:
        multipart.parse_multipart(bad, B)

    assert (refusal.value.path, refusal.value.status) == (path, 400)


@pytest.mark.parametrize(
    "boundary", ["", " ", "x ", "x" * 71, "й", "a\r\nb", 'a"b', "a;b", "a*b"]
)
def test_boundary_that_is_none_is_refused(boundary):
    with pytest.raises(RequestError):
        multipart.parse_multipart(
            f"--{boundary}\r\nA: b\r\n\r\nx\r\n--{boundary}--".encode(), boundary
        )


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_parts_are_read_as_they_came(end):
    sent = body(
        *(b"before", b"b", b"Content-Type:  text/plain;", b"  charset=x ", b"A:", b""),
        *(
            b"one",
            b"",
            b"--b",
            b"two ",
            b"b \t",
            b"X: \xe9",
            b"",
            b"",
            b"b--",
            b"after",
        ),
        end=end,
    ).replace(b"b \t", f"--{B} \t".encode())

    parts = multipart.parse_multipart(sent, B)

    assert parts == [
        BodyPart(
            {"content-type": "text/plain; charset=x", "a": ""},
            end.join([b"one", b"", b"--b", b"two "]),
        ),
        BodyPart({"x": "é"}, b""),
    ]


def test_body_may_end_with_its_last_boundary():
    assert (
        multipart.parse_multipart(body(b"b", HEADER, b"", b"x", b"b--"), B)[0].content
        == b"x"
    )
    assert multipart.parse_multipart(body(b"", b"b", HEADER, b"", b"x", b"b--"), B)


@quick
@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4))
@example([b"\r\n--" + B.encode() + b"-"])
@example([b"\r\n\r\n", b"\n", b"\r"])
def test_whatever_is_written_is_read_again(contents):
    boundary = multipart.generate_boundary()
    sent = [BodyPart({"content-type": "text/plain"}, content) for content in contents]

    written = b"".join(multipart.write_multipart(sent, boundary))

    assert multipart.parse_multipart(written, boundary) == sent


PIECES = st.sampled_from(
    [
        *(
            b"--b",
            b"--b--",
            b"--",
            b"\r\n",
            b"\n",
            b"\r",
            b"\r\n\r\n",
            b":",
            b" ",
            b"\t",
        ),
        *(
            b"Content-Type: application/json",
            b"X-Experience-API-Hash: ",
            b"\0",
            b"\xff",
        ),
    ]
)


@quick
@given(st.lists(PIECES | st.binary(max_size=5), max_size=30).map(b"".join))
def test_any_bytes_are_read_or_refused(sent):
    try:
        parts = multipart.parse_multipart(sent, "b")
    except RequestError as refusal:
        assert refusal.message
    else:
        assert parts
        assert all(part.headers and part.content in sent for part in parts)
