"""The storyboard's life: elements start, end and stop (OpenSCENARIO StoryboardElementState)."""

from __future__ import annotations

from aureole.kernels import device
from aureole.world.scenarios.player.jobs import change, domains, of_init, skipped, step_job
from aureole.world.scenarios.player.state import (
    ACTIVE,
    COMPLETE,
    D_STATE,
    DONE,
    FRESH,
    INIT,
    M_EXERCISED,
    RUNNING,
    STANDBY,
    T_ENDED,
    T_RUNS,
    T_SKIPPED,
    T_START,
    T_STATE,
    T_STOPPED,
    Stage,
    children_done,
    record,
)
from aureole.world.scenarios.player.triggers import fires, forget
from aureole.world.scenarios.tables import (
    ADD,
    E_END,
    E_JOB,
    E_JOB_END,
    E_KIND,
    E_PARENT,
    E_PLAYS,
    E_PRIORITY,
    E_RUNS,
    E_START,
    E_STOP,
    ELEMENTS,
    EVENT,
    FRICTION,
    GROUP,
    J_AGENT,
    J_ELEMENT,
    J_KIND,
    JOBS,
    JUMP,
    MULTIPLY,
    NOTHING,
    OVERWRITE,
    SET,
    SKIP,
    TELEPORT,
)


@device
def jobs_done(stage: Stage, action: int) -> bool:
    """Whether all jobs of an action are done."""
    for job in range(int(stage.tables[ELEMENTS, action, E_JOB]), int(stage.tables[ELEMENTS, action, E_JOB_END])):
        if stage.doing[job, D_STATE] in (RUNNING, FRESH):
            return False
    return True


@device
def finish(stage: Stage, action: int, transition: int) -> None:
    """Complete an action and every parent whose children are all complete."""
    record(stage, action, COMPLETE, transition)
    element = int(stage.tables[ELEMENTS, action, E_PARENT])
    while element > 0 and stage.states[element, T_STATE] != COMPLETE and children_done(stage, element):
        kind = stage.tables[ELEMENTS, element, E_KIND]
        if kind in (EVENT, GROUP) and stage.states[element, T_RUNS] < stage.tables[ELEMENTS, element, E_RUNS]:
            record(stage, element, STANDBY, T_ENDED)
            forget(stage, int(stage.tables[ELEMENTS, element, E_START]))
            for child in range(element + 1, int(stage.tables[ELEMENTS, element, E_END])):
                stage.states[child, T_STATE] = INIT
                if kind == GROUP:
                    stage.states[child, T_RUNS] = 0
            return
        record(stage, element, COMPLETE, T_ENDED)
        element = int(stage.tables[ELEMENTS, element, E_PARENT])


@device
def stop(stage: Stage, element: int) -> None:
    """Stop an element and everything below it that is not complete."""
    for row in range(int(stage.tables[ELEMENTS, element, E_END]) - 1, element - 1, -1):
        for job in range(int(stage.tables[ELEMENTS, row, E_JOB]), int(stage.tables[ELEMENTS, row, E_JOB_END])):
            if stage.doing[job, D_STATE] in (RUNNING, FRESH):
                stage.doing[job, D_STATE] = DONE
        state = stage.states[row, T_STATE]
        if state in (ACTIVE, STANDBY):
            record(stage, row, COMPLETE, T_STOPPED)
        elif state == INIT:
            stage.states[row, T_STATE] = COMPLETE


@device
def stop_and_pass_on(stage: Stage, element: int) -> None:
    """Stop an element; parents whose children are all complete end."""
    stop(stage, element)
    parent = int(stage.tables[ELEMENTS, element, E_PARENT])
    while parent > 0 and stage.states[parent, T_STATE] != COMPLETE and children_done(stage, parent):
        record(stage, parent, COMPLETE, T_ENDED)
        parent = int(stage.tables[ELEMENTS, parent, E_PARENT])


@device
def free(stage: Stage, job: int) -> None:
    """Stop the running jobs of the same agent that hold the same motion; a teleport that has just begun happens."""
    wanted = domains(stage, job)
    for other in range(len(stage.doing)):
        if other == job or stage.doing[other, D_STATE] not in (RUNNING, FRESH) or domains(stage, other) & wanted == 0:
            continue
        leaps = stage.tables[JOBS, other, J_KIND] == TELEPORT and stage.doing[other, D_STATE] == FRESH
        if stage.tables[JOBS, other, J_AGENT] == stage.tables[JOBS, job, J_AGENT] and not leaps:
            if stage.doing[other, D_STATE] == FRESH:
                skipped(stage, other)
            stage.doing[other, D_STATE] = DONE
            action = int(stage.tables[JOBS, other, J_ELEMENT])
            if jobs_done(stage, action) and stage.states[action, T_STATE] == ACTIVE:
                finish(stage, action, T_STOPPED)


@device
def start_action(stage: Stage, action: int) -> None:
    """Begin an action and its jobs; one that is done at once ends at once."""
    for job in range(int(stage.tables[ELEMENTS, action, E_JOB]), int(stage.tables[ELEMENTS, action, E_JOB_END])):
        if stage.tables[ELEMENTS, action, E_PARENT] >= 0:
            free(stage, job)
    record(stage, action, ACTIVE, T_START)
    for job in range(int(stage.tables[ELEMENTS, action, E_JOB]), int(stage.tables[ELEMENTS, action, E_JOB_END])):
        kind = stage.tables[JOBS, job, J_KIND]
        if kind in (SET, ADD, MULTIPLY, JUMP, FRICTION):
            change(stage, job)  # seen by whoever is looked at next
        stage.doing[job, D_STATE] = DONE if kind in (NOTHING, SET, ADD, MULTIPLY, JUMP, FRICTION) else FRESH
    if jobs_done(stage, action):
        finish(stage, action, T_ENDED)


@device
def start_event(stage: Stage, event: int) -> None:
    """Begin an event if its priority lets it, and its actions."""
    priority, maneuver = stage.tables[ELEMENTS, event, E_PRIORITY], int(stage.tables[ELEMENTS, event, E_PARENT])
    other = maneuver + 1
    while other < stage.tables[ELEMENTS, maneuver, E_END]:
        if other != event and stage.states[other, T_STATE] == ACTIVE:
            if priority == SKIP:
                record(stage, event, int(stage.states[event, T_STATE]), T_SKIPPED)
                return
            if priority == OVERWRITE:
                stop(stage, other)
        other = int(stage.tables[ELEMENTS, other, E_END])
    record(stage, event, ACTIVE, T_START)
    stage.states[event, T_RUNS] += 1
    for action in range(event + 1, int(stage.tables[ELEMENTS, event, E_END])):
        start_action(stage, action)
    if event + 1 == stage.tables[ELEMENTS, event, E_END]:
        record(stage, event, COMPLETE, T_ENDED)


@device
def start(stage: Stage, element: int) -> None:
    """Start an element and what starts with it; what has a start trigger waits in standby."""
    row = element
    while row < stage.tables[ELEMENTS, element, E_END]:
        if stage.tables[ELEMENTS, row, E_START] >= 0 and stage.states[row, T_STATE] == INIT:
            record(stage, row, STANDBY, 0)
            forget(stage, int(stage.tables[ELEMENTS, row, E_START]))
            row = int(stage.tables[ELEMENTS, row, E_END])
        elif stage.tables[ELEMENTS, row, E_KIND] == EVENT:
            start_event(stage, row)
            row = int(stage.tables[ELEMENTS, row, E_END])
        else:
            record(stage, row, ACTIVE, T_START)
            stage.states[row, T_RUNS] += 1
            forget(stage, int(stage.tables[ELEMENTS, row, E_STOP]))
            row += 1


@device
def look(stage: Stage) -> bool:
    """Look at all triggers that matter now, from the storyboard down; True when the storyboard has stopped."""
    if stage.states[0, T_STATE] == COMPLETE:
        return True
    row = 0
    while row < stage.tables[ELEMENTS, 0, E_END]:
        element = stage.tables[ELEMENTS, row]
        waits, trigger = stage.states[row, T_STATE] == STANDBY, -1
        if waits:
            trigger = int(element[E_START])
        elif row == 0 or stage.states[row, T_STATE] == ACTIVE:
            trigger = int(element[E_STOP])
        fired = fires(stage, trigger) if trigger >= 0 else waits
        if fired and row == 0:
            stop(stage, int(element[E_PARENT]) + 1)
            return True
        if fired and waits:
            start(stage, row)
        elif fired:
            stop_and_pass_on(stage, row)
        deeper = stage.states[row, T_STATE] == ACTIVE and element[E_KIND] < EVENT
        row = row + 1 if deeper else int(element[E_END])
    if stage.misc[M_EXERCISED] == 0:
        stage.misc[M_EXERCISED] = 1 if exercised(stage) else 0
    return False


@device
def exercised(stage: Stage) -> bool:
    """Whether every event that has other actors than the ego has started at least once."""
    for row in range(int(stage.tables[ELEMENTS, 0, E_END])):
        if stage.tables[ELEMENTS, row, E_PLAYS] == 1 and stage.states[row, T_RUNS] == 0:
            return False
    return True


@device
def act(stage: Stage, dt: float) -> None:
    """One step of all running jobs, init actions first, then the storyboard's in file order."""
    for turn in range(2):
        for job in range(len(stage.doing)):
            if stage.doing[job, D_STATE] == RUNNING and of_init(stage, job) == (turn == 0) and step_job(stage, job, dt):
                stage.doing[job, D_STATE] = DONE
                action = int(stage.tables[JOBS, job, J_ELEMENT])
                if jobs_done(stage, action):
                    finish(stage, action, T_ENDED)
