"""Asks for the calibration until it comes."""

from counting import BadResultError, checked_shots

from qhil import IBMQBackendApiError


def main(backend, user_messenger, *, shots=100, **others):
    checked_shots(shots, others)
    properties = None
    while properties is None:
        try:
            properties = backend.properties()
        except IBMQBackendApiError:
            user_messenger.publish("the service does not answer")
        else:
            if properties is None:
                raise BadResultError("the device has no calibration")
    return properties.backend_name
