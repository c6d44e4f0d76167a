"""The sites of a backend, its jobs and the program that has it."""

from __future__ import annotations

from typing import Tuple

from qhil.faults.effect import EffectKind, Parameter, number, whole_number, words
from qhil.faults.site import Site

API_ERROR = EffectKind(
    "api_error",
    "the service answers with an error, which the client raises as such; nothing has happened",
    (Parameter("text", words, "the service answered with an error"),),
)
PROTOCOL_ERROR = EffectKind(
    "protocol_error",
    "IBMQBackendApiProtocolError: the service answers with something the client does not understand",
)
VALUE_ERROR = EffectKind(
    "value_error",
    "IBMQBackendValueError: the service refuses a value",
    (Parameter("text", words, "the service refused a value"),),
)
LOST_ANSWER = EffectKind(
    "lost_answer",
    "the job is accepted and runs, and IBMQBackendApiError is raised all the same",
)
DELAY = EffectKind(
    "delay",
    "the call takes so many seconds, by the clock of the test: nobody waits",
    (Parameter("seconds", number, required=True),),
    tries=("60",),
)

JOB_FAILS = EffectKind("job_fails", "the job ends in ERROR, and its result cannot be had")
WRONG_SHOTS = EffectKind(
    "wrong_shots",
    "the counts of each circuit lack so many of the shots that were asked for; negative: there are more",
    (Parameter("missing", whole_number, 1),),
    tries=("1", "-1"),
)
MISSING_EXPERIMENT = EffectKind(
    "missing_experiment",
    "the result lacks that circuit, though it tells success",
    (Parameter("index", whole_number, -1),),
)
OUT_OF_RANGE = EffectKind(
    "out_of_range", "an outcome in the counts has a bit more than there are classical bits"
)

NO_PROPERTIES = EffectKind("none", "None comes back, as for a device without properties")
MISSING_QUBIT = EffectKind(
    "missing_qubit",
    "the properties lack that qubit",
    (Parameter("index", whole_number, -1),),
)
MISSING_GATE = EffectKind(
    "missing_gate",
    "the properties lack all gates of that name",
    (Parameter("name", words, "cx"),),
)
MISSING_PARAMETER = EffectKind(
    "missing_parameter",
    "the qubits lack a parameter",
    (Parameter("name", words, "T1"),),
)
NAN_PARAMETER = EffectKind(
    "nan",
    "a parameter of the qubits is NaN",
    (Parameter("name", words, "T1"),),
)

LOST = EffectKind("lost", "the message reaches nobody, and the program does not hear of it")
TWICE = EffectKind("twice", "the message arrives twice")

OTHER_TYPE = EffectKind(
    "other_type",
    "an input decodes to another type: a number to its text, anything else to a list that holds it",
    (Parameter("name", words),),
)
# Not tried by sweeps: a call that does not fit `main` ends it before its first line, whatever it does.
MISSING_INPUT = EffectKind(
    "missing", "an input is not there", (Parameter("name", words),), tries=()
)
NAN_INPUT = EffectKind("nan", "an input that is a number is NaN", (Parameter("name", words),))
EXTRA_INPUT = EffectKind(
    "extra",
    "an input that nobody asked for is there",
    (Parameter("name", words, "unasked"),),
    tries=(),
)

_RESULT_DAMAGE = (WRONG_SHOTS, MISSING_EXPERIMENT, OUT_OF_RANGE)

RUN = Site(
    "backend.run",
    "a call of the backend's run",
    (API_ERROR, PROTOCOL_ERROR, VALUE_ERROR, LOST_ANSWER, DELAY, JOB_FAILS, *_RESULT_DAMAGE),
)
PROPERTIES = Site(
    "backend.properties",
    "a call of the backend's properties",
    (
        API_ERROR,
        PROTOCOL_ERROR,
        DELAY,
        NO_PROPERTIES,
        MISSING_QUBIT,
        MISSING_GATE,
        MISSING_PARAMETER,
        NAN_PARAMETER,
    ),
)
RESULT = Site(
    "job.result", "a call of a job's result", (API_ERROR, DELAY, JOB_FAILS, *_RESULT_DAMAGE)
)
PUBLISH = Site("program.publish", "a message that a program publishes", (API_ERROR, LOST, TWICE))
INPUTS = Site(
    "program.inputs",
    "the inputs of a program, as it gets them; without a name the effect is on the first that there is for it",
    (OTHER_TYPE, MISSING_INPUT, NAN_INPUT, EXTRA_INPUT),
)

SITES: Tuple[Site, ...] = (RUN, PROPERTIES, RESULT, PUBLISH, INPUTS)
