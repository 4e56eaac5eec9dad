"""Hear the events that a test brings about."""

from contextlib import contextmanager


@contextmanager
def received_by(receiver, *events):
    """Call ``receiver`` with each of these events while the block runs."""
    for event in events:
        event.receiver(receiver)
    try:
        yield
    finally:
        for event in events:
            event._receivers.remove(receiver)


@contextmanager
def hearing(*events):
    """Give the list of these events that are sent while the block runs, in order."""
    found = []
    with received_by(found.append, *events):
        yield found


@contextmanager
def kept_from(receiver, event):
    """Let ``receiver`` hear nothing of ``event`` while the block runs."""
    before = event._receivers.copy()
    event._receivers.remove(receiver)
    try:
        yield
    finally:
        event._receivers[:] = before
