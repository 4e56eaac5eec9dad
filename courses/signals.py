"""News from the course office to the apps above; sent inside the transaction."""

from django.dispatch import Signal

#: A learner was put on a course: ``enrolment``, ``by``.
enrolled = Signal()
#: A learner opened a unit for the first time: ``enrolment``, ``unit``, ``language``, ``at``.
unit_started = Signal()
#: A learner finished a unit: ``enrolment``, ``unit``, ``language``, ``at``, ``seconds``,
#: ``done`` of ``steps`` (how many are finished now, of how many).
unit_finished = Signal()
#: A learner finished a unit that she had finished before: ``enrolment``, ``unit``, ``at``.
unit_finished_again = Signal()
#: Every unit of an edition is finished: ``enrolment``, ``at``, ``score``, ``language``,
#: ``recorded_at`` (when that became known: later than ``at`` after a corrected key),
#: ``device_at`` (what the clock of a device said, where the last unit was done on one).
enrolment_completed = Signal()
#: A learner left a course before completing it: ``enrolment``, ``at``, ``by``.
enrolment_left = Signal()
#: A language was confirmed to say the same: ``before`` and ``after`` (versions of one unit).
language_confirmed = Signal()
#: An edition reached the learners: ``edition``, ``by``.
edition_released = Signal()
#: A self-check was answered: ``enrolment``, ``unit``, ``block`` (id), ``interaction`` and
#: ``response`` (as xAPI calls and writes them), ``correct``, ``score`` (0–1), ``cites``
#: (what the question rests on), ``language``, ``at``.
self_check_answered = Signal()
#: A choice was made in a scenario: ``enrolment``, ``unit``, ``block`` (id), ``choice`` (id),
#: ``node`` (where it leads), ``correct`` (``None`` before an ending), ``score`` (the points
#: of the choice), ``cites`` (what the choice rests on), ``language``, ``at``.
scenario_decided = Signal()
