"""Workflow of a print run."""

import enum

from ..core.workflow import NOBODY, Transition, Workflow


class RunState(enum.StrEnum):
    """Where a run stands."""

    PREPARED = "prepared"  # the file is made
    PRINTING = "printing"  # the file was taken to the printer
    DONE = "done"
    STOPPED = "stopped"  # some sheets are left
    DISCARDED = "discarded"  # given up before printing


class RunStep(enum.StrEnum):
    """What can be done to a run."""

    START = "start"
    FINISH = "finish"
    STOP = "stop"
    DISCARD = "discard"


OPEN = (RunState.PREPARED, RunState.PRINTING)
R, T = RunState, Transition
WORKFLOW = Workflow(
    kind="print_run",
    states=RunState,
    initial=RunState.PREPARED,
    transitions=(
        T(RunStep.START, (R.PREPARED,), (R.PRINTING,), notify=NOBODY),
        T(RunStep.FINISH, (R.PRINTING,), (R.DONE,), notify=NOBODY),
        T(RunStep.STOP, (R.PRINTING,), (R.STOPPED,), notify=NOBODY),
        T(RunStep.DISCARD, (R.PREPARED,), (R.DISCARDED,), notify=NOBODY),
    ),
)
