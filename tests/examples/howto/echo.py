class Schedule:
    """A class of our own. ``settings`` are the arguments that make it anew."""

    def __init__(self, start, stop):
        self.settings = {"start": start, "stop": stop}


def main(backend, user_messenger, **inputs):
    """Gives back what it was given."""
    return inputs


def forgetful(backend, user_messenger):
    """Returns something that is of no use outside."""
    return {"steps": [{"energy": -1.1, "backend": backend}]}
