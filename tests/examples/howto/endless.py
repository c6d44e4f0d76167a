import time


def main(backend, user_messenger):
    user_messenger.publish("waiting")
    while True:
        time.sleep(0.01)
