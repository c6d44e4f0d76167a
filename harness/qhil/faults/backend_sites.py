"""The sites of a backend, its jobs and the program that has it."""

from __future__ import annotations

from typing import Tuple

from qhil.faults.effect import EffectKind, Parameter, number, within, words
from qhil.faults.site import Site

API_ERROR = EffectKind(
    "api_error",
    "IBMQBackendApiError is raised, and nothing has run",
    (Parameter("text", words, "the service answered with an error"),),
)
LOST_ANSWER = EffectKind(
    "lost_answer",
    "the job runs, and IBMQBackendApiError is raised all the same: accepted, then 504",
)
PROTOCOL_ERROR = EffectKind(
    "protocol_error",
    "IBMQBackendApiProtocolError is raised: an answer that the client does not understand",
)
VALUE_ERROR = EffectKind(
    "value_error",
    "IBMQBackendValueError is raised",
    (Parameter("text", words, "the service refused a value"),),
)
DELAY = EffectKind(
    "delay",
    "the call takes so many seconds longer, by the clock of the test",
    (Parameter("seconds", number, required=True),),
    tries=("60",),
)
NO_PROPERTIES = EffectKind("none", "None comes back, as for a device that has no properties")
JOB_FAILS = EffectKind("job_fails", "the job ends in ERROR: its result raises IBMQJobFailureError")
WRONG_SHOTS = EffectKind(
    "wrong_shots",
    "the counts of every circuit add up to fewer or more shots than were asked for",
    (Parameter("missing", within(-1_000_000, None), 1),),
)
MISSING_EXPERIMENT = EffectKind(
    "missing_experiment",
    "the result lacks a circuit",
    (Parameter("index", within(-1_000_000, None), -1),),
)
OUT_OF_RANGE = EffectKind(
    "out_of_range", "the counts have a bit string that is longer than the classical registers"
)
LOST = EffectKind("lost", "what is published reaches nobody")
TWICE = EffectKind("twice", "what is published arrives twice")
OTHER_TYPE = EffectKind(
    "other_type",
    "an input decodes to another type: the number to its text, text to a list, and so on",
    (Parameter("name", words),),
)
MISSING_INPUT = EffectKind("missing_input", "an input is not there", (Parameter("name", words),))
NAN = EffectKind("nan", "a number among the inputs is NaN", (Parameter("name", words),))

RUN = Site(
    "backend.run",
    "a call of the backend's run",
    (
        API_ERROR,
        LOST_ANSWER,
        PROTOCOL_ERROR,
        VALUE_ERROR,
        DELAY,
        JOB_FAILS,
        WRONG_SHOTS,
        MISSING_EXPERIMENT,
        OUT_OF_RANGE,
    ),
)
PROPERTIES = Site(
    "backend.properties",
    "a call of the backend's properties",
    (API_ERROR, PROTOCOL_ERROR, NO_PROPERTIES, DELAY),
)
RESULT = Site(
    "job.result",
    "a call of a job's result",
    (API_ERROR, PROTOCOL_ERROR, DELAY, JOB_FAILS, WRONG_SHOTS, MISSING_EXPERIMENT, OUT_OF_RANGE),
)
PUBLISH = Site("program.publish", "a message that a program publishes", (API_ERROR, LOST, TWICE))
INPUTS = Site(
    "program.inputs",
    "the inputs of a program, before it is called",
    (OTHER_TYPE, MISSING_INPUT, NAN),
)

SITES: Tuple[Site, ...] = (RUN, PROPERTIES, RESULT, PUBLISH, INPUTS)
