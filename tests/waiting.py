"""Wait for what another process does, as long as a loaded machine may need."""

import socket
import time

#: In seconds. No machine is as loaded as that: what has not come by then never comes.
PATIENCE = 600


def until(ask, *, every=0.1, pause=time.sleep, told=lambda: ""):
    """Return what ``ask()`` says as soon as that is true; it is asked again and again.

    ``every`` is in seconds; ``pause`` waits that long, and ``told()`` says of a failure
    what somebody would want to know. ``ask`` itself raises where waiting is in vain.
    """
    end = time.monotonic() + PATIENCE
    while not (said := ask()):
        assert time.monotonic() < end, told()
        pause(every)
    return said


def until_it_listens(process, address, log):
    """Wait until a server that was just started takes connections, or has ended."""

    def listens():
        assert process.poll() is None, log.read_text()
        return _somebody_listens(address)

    until(listens, told=log.read_text)


def until_nobody_listens(address):
    """Wait until each process of a killed server has let go of its address.

    One that is still dying would take a connection meant for the next server, and reset it.
    """
    until(lambda: not _somebody_listens(address))


def _somebody_listens(address):
    try:
        socket.create_connection(address, timeout=PATIENCE).close()
    except OSError:
        return False
    return True
