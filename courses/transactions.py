"""Units of work: one act with all its side effects in one transaction.

Handing in an exam marks it, finishes a unit, completes a course and earns a
certificate. Each of these sends its signals at once; records about them can be deferred
to the end of the act and written in one batch.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

#: The deferred items of each function, in the order in which the functions were first
#: deferred.
type _PutOff = dict[Callable[[list[Any]], None], list[Any]]

_under_way: ContextVar[_PutOff | None] = ContextVar("act", default=None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Run the block in one transaction, and deferred batches at its end.

    A nested unit of work is part of the outer one. If it fails, what it deferred is
    dropped.
    """
    if (waiting := _under_way.get()) is not None:
        with transaction.atomic(), _taking_back(waiting):
            yield
        return
    token = _under_way.set({})
    try:
        with transaction.atomic():
            yield
            _finish()
    finally:
        _under_way.reset(token)


def defer_batch(call: Callable[[list[Any]], None], things: list[Any]) -> None:
    """Call ``call`` with ``things`` at the end of the unit of work; at once outside one.

    It is called once, inside the transaction, with everything that was deferred for it.
    """
    waiting = _under_way.get()
    if waiting is None:
        call(things)
    else:
        waiting.setdefault(call, []).extend(things)


@contextmanager
def _taking_back(waiting: _PutOff) -> Iterator[None]:
    before = {call: len(things) for call, things in waiting.items()}
    try:
        yield
    except BaseException:
        for call, things in waiting.items():
            del things[before.get(call, 0) :]
        raise


def _finish() -> None:
    waiting = _under_way.get()
    while waiting:
        call = next(iter(waiting))
        if things := waiting.pop(call):
            call(things)
