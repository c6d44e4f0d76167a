"""Asks for the calibration three times."""

from counting import BadResultError, checked_shots

from qhil import IBMQBackendApiError

ATTEMPTS = 3


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    for attempt in range(ATTEMPTS):
        try:
            properties = backend.properties()
        except IBMQBackendApiError:
            user_messenger.publish("the service does not answer")
            if attempt == ATTEMPTS - 1:
                raise
        else:
            break
    if properties is None:
        raise BadResultError("the device has no calibration")
    return properties.backend_name
