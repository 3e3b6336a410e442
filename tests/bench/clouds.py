"""What the clouds' engines cost: bytes of one more stroke beside sending all again, and the time a cancel takes."""

import argparse
import random
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from segdesk import pipeline
from segdesk.core.document import Mask, MaskSource, Picture
from segdesk.core.errors import Cancelled
from segdesk.core.geometry import Point, Size
from segdesk.core.prompts import Polarity, Prompts
from segdesk.core.work import CancelToken, no_report
from segdesk.engines import fit, make_engine
from segdesk.engines.aliyun import AliyunEngine
from segdesk.engines.setup import AliyunSetup, Setup
from segdesk.engines.transport import Call, Transport
from segdesk.wire import WireAnswer, WireRequest, aliyun
from segdesk.wire.failures import failure_of_status
from tests.bench.tables import table
from tests.engines import hostile
from tests.engines.double import ALIYUN_KEYS, Double
from tests.engines.hostile import Heard, Hostile, Turn
from tests.scenes import click, plum

_BLOCKED: Final[dict[str, Turn]] = {
    "no answer": hostile.silence,
    "an answer in drops": hostile.drip,
    "an endless answer": hostile.endless,
    "waiting to try again": hostile.answer(503, b"", "Retry-After: 60"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="pictures to measure bytes with, besides made-up ones")
    parser.add_argument("--rounds", type=int, default=20, help="cancels of each kind")


def run(arguments: argparse.Namespace) -> None:
    pictures = {"plum, 2 MP": plum(Size(1632, 1224)).pixels, "plum, 12 MP": plum(Size(4000, 3000)).pixels}
    cases = {name: Picture(pixels) for name, pixels in pictures.items()}
    cases["sample"] = pipeline.open_document(pipeline.sample().picture).document.picture
    for path in sorted(arguments.data.glob("*.jpg")) if arguments.data else ():
        cases[path.name] = pipeline.open_document(path).document.picture
    rows = [(name, _bytes(picture).row) for name, picture in cases.items()]
    print(table("kilobytes sent for one more stroke", _Bytes.COLUMNS, rows, 1))
    rows = [(name, _cancelled(turn, arguments.rounds)) for name, turn in _BLOCKED.items()]
    print(table("\nmilliseconds from the cancel to the caller's return", ("median", "worst"), rows, 0))


@dataclass(frozen=True)
class _Bytes:
    """Bytes sent, heads of requests included: for one stroke more, and for the same with everything sent again."""

    refinement: int
    everything: int

    COLUMNS = ("one integrated picture", "picture and three maps", "times as much")

    @property
    def row(self) -> tuple[float, ...]:
        return self.refinement / 1e3, self.everything / 1e3, self.everything / self.refinement


def _bytes(picture: Picture) -> _Bytes:
    """Of a session that refines what the local engine found; the picture counts as it is sent beyond this computer."""
    prior = _found(picture)
    width, height = picture.size
    keep = click(Point(width / 2, height / 2), radius=width / 100)
    prompts = Prompts(strokes=(keep, click(Point(width / 20, height / 20), Polarity.REMOVE, radius=width / 100)))
    limits = fit.Limits("Aliyun", aliyun.MIN_SIDE, aliyun.MAX_SIDE, aliyun.MAX_PICTURE_BYTES)
    content = fit.fit(picture, limits, CancelToken()).content
    with Double(prior.coverage) as double:
        integrated = _refinement(double, picture, prior, prompts)
        separate = _refinement(double, picture, prior, prompts, separate_maps=True)
    return _Bytes(integrated, separate + len(content))


def _found(picture: Picture) -> Mask:
    session = make_engine("local").open(picture, cancel=CancelToken())
    auto = Prompts(auto=True)
    coverage = session.segment(auto, None, cancel=CancelToken(), report=no_report).coverage
    session.close()
    return Mask(coverage, MaskSource("local", auto))


def _refinement(double: Double, picture: Picture, prior: Mask, prompts: Prompts, *, separate_maps: bool = False) -> int:
    """Bytes sent by the second question of a session."""
    cloud = AliyunSetup(keys=ALIYUN_KEYS, endpoint=double.url, separate_maps=separate_maps)
    session = AliyunEngine(Setup(aliyun=cloud)).open(picture, cancel=CancelToken())
    begun = 0
    for _ in range(2):
        begun = len(double.heard)
        session.segment(prompts, prior, cancel=CancelToken(), report=no_report)
    session.close()
    return sum(_sent(heard) for heard in double.heard[begun:])


def _sent(heard: Heard) -> int:
    head = sum(len(name) + len(value) + len(": \r\n") for name, value in heard.headers.items())
    return len(heard.line) + head + len("\r\n" * 2) + len(heard.body)


def _cancelled(turn: Turn, rounds: int) -> tuple[float, float]:
    """Milliseconds of so many cancels, median and worst."""
    seconds = [_cancel(turn) for _ in range(rounds)]
    return median(seconds) * 1e3, max(seconds) * 1e3


def _cancel(turn: Turn) -> float:
    """Seconds from raising the token, while the server takes its turn, to the caller's return."""
    begun, token, moments = threading.Event(), CancelToken(), list[float]()

    def noted(connection: socket.socket, over: threading.Event) -> None:
        begun.set()
        turn(connection, over)

    def cancel() -> None:
        begun.wait()
        over.wait(random.uniform(0.1, 0.2))
        moments.append(perf_counter())
        token.cancel()

    over, transport = threading.Event(), Transport("bench")
    thread = threading.Thread(target=cancel)
    with Hostile(noted) as server:
        thread.start()
        call = Call("wait", lambda: WireRequest("GET", server.url, (), b""), _read, max_bytes=1 << 40)
        with suppress(Cancelled):
            transport.ask(call, cancel=token)
        seconds = perf_counter() - moments[0]
        thread.join()
    transport.close()
    return seconds


def _read(answer: WireAnswer) -> None:
    raise failure_of_status("bench", answer, "")
