"""Programs that a suite had better keep at a distance."""

import os


def takes_all_memory(backend, user_messenger):
    return len(bytearray(64 * 2**30))


def kills_itself(backend, user_messenger):
    user_messenger.publish("goodbye")
    os.abort()


def looks_for_a_token(backend, user_messenger):
    return [name for name in os.environ if "TOKEN" in name]
