"""The effects that a mocked service's sites may admit. What each does is told in its summary."""

from __future__ import annotations

from typing import Tuple

from qhil.faults import EffectKind, Parameter
from qhil.faults.effect import number, one_of, whole_number, words
from qhil_mocks.faults.json_path import readable_path

# Below 500 those that mean something to a client of the service; 520 to 524 are of the proxy before it.
STATUSES = (401, 403, 404, 406, 409, 413, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524)
# Of websockets: normal, without a farewell, internal error; then the service's own.
CLOSE_CODES = (1000, 1006, 1011, 4001, 4002, 4003)


def _status(text: str) -> int:
    code = whole_number(text)
    if code not in STATUSES:
        raise ValueError(f"one of {', '.join(map(str, STATUSES))}")
    return code


def _close_code(text: str) -> int:
    code = whole_number(text)
    if code not in CLOSE_CODES:
        raise ValueError(f"one of {', '.join(map(str, CLOSE_CODES))}")
    return code


_PATH = Parameter("path", readable_path)

# The service's own word for no, or for yes that nobody hears.
STATUS = EffectKind(
    "status",
    "the service answers with that status and its error body, and does nothing",
    (Parameter("code", _status, required=True), Parameter("retry_after", number)),
    tries=("401", "404", "429", "503", "504"),
)
LOST_ANSWER = EffectKind(
    "lost_answer", "the service does what it was asked for, and 504 is answered all the same"
)
JOB_LIMIT = EffectKind(
    "job_limit", "the service says that no more jobs may be under way, with its own code for that"
)
TWICE = EffectKind(
    "twice",
    "the request reaches the service twice; its client gets the answer to the second, or the first",
    (Parameter("answer", one_of("second", "first"), "second"),),
    tries=("", "first"),
)

# JSON that is not as it should be.
MALFORMED = EffectKind("malformed_json", "quotes are single ones: a text that is no JSON")
TRUNCATED = EffectKind("truncated_json", "the answer ends in its middle, and says that this is all")
MISSING = EffectKind("missing_field", "a field of the answer is not there", (_PATH,))
RENAMED = EffectKind("renamed_field", "a field of the answer has another name", (_PATH,))
EXTRA = EffectKind("extra_field", "the answer has a field that nobody knows")
WRONG_TYPE = EffectKind(
    "wrong_type",
    "a field of the answer is of another type: a text where there was a number, a list where there was none",
    (_PATH,),
)
NAN = EffectKind("nan", "every number in the result is NaN: an expectation value, say")
UNKNOWN_STATUS = EffectKind("unknown_status", "a job in the answer is in a state that nobody knows")
STALE_STATUS = EffectKind(
    "stale_status",
    "a job in the answer is in a state that it has left: what was told before goes back",
)

# What stands in its place.
CONTENT_TYPE = EffectKind(
    "content_type",
    "the answer says that it is of another type",
    (Parameter("type", words, "text/html"),),
)
EMPTY = EffectKind("empty_body", "the answer has no body")
HTML = EffectKind(
    "html", "a proxy's page in HTML comes in place of the answer, as if all were well"
)

# On its way.
REFUSE = EffectKind(
    "refuse",
    "the client cannot connect. (A server has accepted the connection by then: it closes that without an answer)",
)
RESET = EffectKind(
    "reset",
    "the connection is reset; 'after' the service has done what it was asked for, or before",
    (Parameter("when", one_of("before", "after"), "before"),),
    tries=("", "after"),
)
CLOSE_MID_BODY = EffectKind(
    "close_mid_body", "the connection is closed in the middle of the answer's body"
)
SLOW_BODY = EffectKind(
    "slow_body",
    "the second half of the answer's body comes so many seconds after the first",
    (Parameter("seconds", number, required=True),),
    tries=("60",),
)
DELAY = EffectKind(
    "delay",
    "the answer comes so many seconds later, or, by a distribution, on average so many. "
    "(Waited for only by a server whose clock is not moved by hand)",
    (
        Parameter("seconds", number, required=True),
        Parameter("distribution", one_of("fixed", "exponential", "uniform"), "fixed"),
    ),
    tries=("60",),
)
TLS_ERROR = EffectKind(
    "tls_error", "the client cannot make sense of the encryption. (Not by a server without TLS)"
)

# Websockets.
REFUSED_TOKEN = EffectKind(
    "refuse", "the service does not accept the token, and closes the websocket"
)
CLOSE = EffectKind(
    "close",
    "the websocket is closed with that code; by 1006 without a farewell",
    (Parameter("code", _close_code, required=True),),
    tries=tuple(map(str, CLOSE_CODES)),
)
LOST_MESSAGE = EffectKind("lost", "the message is not sent")
MESSAGE_TWICE = EffectKind("twice", "the message is sent twice")
REORDERED = EffectKind(
    "reordered", "the message is sent after the one behind it; the last of all before the close"
)
MALFORMED_MESSAGE = EffectKind("malformed", "the message is a text that is no JSON")

# Jobs.
STUCK = EffectKind("stuck", "the job waits in the queue and never runs; others pass it")
FAILS = EffectKind(
    "fails",
    "the job ends with an error when it is in that state",
    (Parameter("state", one_of("creating", "validating", "running"), "running"),),
    tries=("creating", "validating", "running"),
)
PROGRAM_FAILS = EffectKind("fails", "the job ends with an error, and its program never runs")
CANCELLED = EffectKind("cancelled", "the service cancels the job when it is its turn to run")
_DOWN = (Parameter("seconds", number),)
DEVICE_DOWN = EffectKind(
    "device_down",
    "the device does not work once the job is in its queue, for so many seconds by the clock, or for good",
    _DOWN,
)
MAINTENANCE = EffectKind(
    "maintenance",
    "the device is in maintenance once the job is in its queue, for so many seconds by the clock, or for good",
    _DOWN,
)
RECALIBRATED = EffectKind(
    "recalibrated",
    "the device is calibrated before the job runs: the job's properties are the next that are recorded "
    "after its date; where there are none, the same, dated when the job ran",
)

REFUSALS: Tuple[EffectKind, ...] = (STATUS, LOST_ANSWER, TWICE)
TRANSPORT: Tuple[EffectKind, ...] = (REFUSE, RESET, DELAY, TLS_ERROR)
BODY: Tuple[EffectKind, ...] = (CONTENT_TYPE, EMPTY, HTML, CLOSE_MID_BODY, SLOW_BODY)
BROKEN_JSON: Tuple[EffectKind, ...] = (MALFORMED, TRUNCATED)
FIELDS: Tuple[EffectKind, ...] = (MISSING, RENAMED, EXTRA, WRONG_TYPE)
