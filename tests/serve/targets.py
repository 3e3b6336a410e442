"""Engine processes that do as a test says, in place of the local engine."""

import os
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from segdesk.core.errors import Cancelled
from segdesk.core.work import CancelToken
from segdesk.serve.question import Ground, Refusal, Reply
from segdesk.serve.worker import answer_each

ANSWER = b"\x89PNG\r\n\x1a\n the stand-in's answer"


def obedient(connection: Connection, cancel: Event, threads: int) -> None:
    """Does what each question says; `wait` until cancelled, `hang` whatever anyone says."""
    answer_each(connection, cancel, _obey)


def patient(connection: Connection, cancel: Event, threads: int) -> None:
    """Answers nobody, but stops when told to."""
    answer_each(connection, cancel, lambda question, token: _wait(token) and Refusal(Ground.CANCELLED))


def prompt(connection: Connection, cancel: Event, threads: int) -> None:
    """Answers everybody the same at once."""
    answer_each(connection, cancel, lambda question, token: Reply(ANSWER, 0.01))


def gentle(connection: Connection, cancel: Event, threads: int) -> None:
    """Takes half a second for an answer."""
    answer_each(connection, cancel, lambda question, token: time.sleep(0.5) or Reply(ANSWER, 0.5))


def frail(connection: Connection, cancel: Event, threads: int) -> None:
    """Dies of every question."""
    answer_each(connection, cancel, lambda question, token: os._exit(3))


def broken(connection: Connection, cancel: Event, threads: int) -> None:
    """Does not even start."""


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
