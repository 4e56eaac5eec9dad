"""Acts: what one deed brings with it is kept together, or lost together.

Handing in an exam marks it, finishes a unit, completes a course and earns a
certificate. Each of these sends its news at once; what is only written down about
them can wait for the end of the act and be written in one go.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

#: What to do at the end with the things put off, in the order of their first one.
type _PutOff = dict[Callable[[list[Any]], None], list[Any]]

_under_way: ContextVar[_PutOff | None] = ContextVar("act", default=None)


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Do everything inside in one transaction, and what was put off at its end.

    An act inside an act is a part of it. One that fails takes what was put off with it.
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
    """Have ``call`` take ``things`` at the end of the act; at once outside of one.

    Called once, in the transaction of the act, with everything put off for it.
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
