"""Engine processes that do as a test says, in place of the local engine."""

import os
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken
from segdesk.serve.worker import answer_each


def obedient(connection: Connection, cancel: Event, threads: int) -> None:
    """Does what each question says; `wait` until cancelled, `hang` whatever anyone says."""
    answer_each(connection, cancel, _obey)


def _obey(question: object, cancel: CancelToken) -> object:
    match question:
        case "pid":
            return os.getpid()
        case "wait":
            return _wait(cancel)
        case "hang":
            time.sleep(600)
        case "die":
            os._exit(3)
        case _:
            pass
    return question


def _wait(cancel: CancelToken) -> str:
    while True:
        try:
            cancel.check()
        except Cancelled:
            return "stopped"
        time.sleep(0.005)
