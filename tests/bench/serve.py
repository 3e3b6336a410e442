"""What `segdesk serve` takes: requests per second by workers, and what the protocols add to the engine's own time."""

import argparse
import base64
import json
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np

from segdesk import pipeline
from segdesk.core.document import Document
from segdesk.core.geometry import Size
from segdesk.core.prompts import Polarity, Prompts, Stroke
from segdesk.core.work import CancelToken
from segdesk.imaging import encoders, scribbles
from segdesk.serve.aliyun import SIDES
from segdesk.serve.answering import Answerer
from segdesk.serve.question import Form, Maps, Question, Reply
from segdesk.serve.settings import cores
from segdesk.wire import aliyun
from tests.bench.tables import table
from tests.scenes import Scene, click, plum
from tests.serve.live import Served, access_token, ask, fetched, scribble, serving, upload

_ROUNDS = 15
_TURNS = 4
COLUMNS = ("a further stroke", "a new picture", "Baidu, a new picture")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", type=_size, default=Size(1024, 768), metavar="WxH", help="of the picture")
    parser.add_argument("--seconds", type=float, default=12.0, help="how long each throughput is measured")
    parser.add_argument("--clients", type=int, default=4, help="how many ask at once")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="numbers of workers to compare")


def run(arguments: argparse.Namespace) -> None:
    work = _Work(plum(arguments.size))
    with ExitStack() as stack:
        servers = {number: _started(stack, number) for number in arguments.workers}
        print(_latency(work, servers[arguments.workers[0]]))
        print(_throughputs(work, servers, clients=arguments.clients, seconds=arguments.seconds))


def _started(stack: ExitStack, workers: int) -> Served:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    return stack.enter_context(serving(Path(folder), "--workers", str(workers)))


class _Work:
    """One picture with strokes, in every shape it is asked in."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        away = Stroke(Polarity.REMOVE, 8, (scene.outside,))
        strokes = Prompts(strokes=(click(scene.inside, radius=8), away))
        self.keep, self.remove = scribbles.scribble_maps(strokes, scene.size)
        self.picture = _jpeg(scene.pixels)
        self.integrated = encoders.encode_rgb(scribbles.pack_integrated(None, self.keep, self.remove), None)

    def fresh(self, number: int) -> bytes:
        """The picture as a file that no worker has seen: decoders ignore what follows a JPEG's end."""
        return self.picture + number.to_bytes(4, "big")


def _latency(work: _Work, served: Served) -> str:
    """Medians in milliseconds of one client, who asks for one more stroke on a picture the server knows."""
    document = pipeline.open_bytes(work.picture, "picture").document
    prompts = pipeline.with_maps(Prompts(), keep=work.keep, remove=work.remove)
    desk = pipeline.Desk(document.picture, "local")
    question = Question(work.picture, SIDES, maps=Maps(integrated=work.integrated), form=Form.MASK)
    answerer = Answerer()
    picture, integrated = upload(served.base, work.picture), upload(served.base, work.integrated)
    ways: dict[str, Callable[[], object]] = {
        "the engine alone": lambda: _bare(desk, document, prompts),
        "with maps decoded and the mask encoded": lambda: _checked(answerer.answer(question, CancelToken())),
        "by Aliyun's protocol, result fetched": lambda: _stroke(served, picture, integrated),
        "the same, strokes uploaded first": lambda: _stroke(served, picture, upload(served.base, work.integrated)),
    }
    waits = _milliseconds(list(ways.values()))
    rows = [(name, (wait, wait - waits[0])) for name, wait in zip(ways, waits, strict=True)]
    title = f"Milliseconds for one more stroke, {work.scene.size.width} x {work.scene.size.height}"
    return table(title, ("time", "added"), rows, digits=1)


def _throughputs(work: _Work, servers: dict[int, Served], *, clients: int, seconds: float) -> str:
    """Answers per second. The servers take turns, so that whatever else the machine does falls on all alike."""
    ways = {number: _ways(work, served) for number, served in servers.items()}
    rates: dict[int, list[float]] = {number: [] for number in servers}
    for kind in range(len(COLUMNS)):
        totals = dict.fromkeys(servers, 0.0)
        for _ in range(_TURNS):
            for number in servers:
                totals[number] += _rate(ways[number][kind], clients=clients, seconds=seconds / _TURNS) / _TURNS
        for number, total in totals.items():
            rates[number].append(total)
    first, *_, last = rates.values() if len(rates) > 1 else [*rates.values()] * 2
    rows = [(f"{number} worker{'s' if number > 1 else ''}", rate) for number, rate in rates.items()]
    rows.append(("last / first", [now / before for now, before in zip(last, first, strict=True)]))
    return table(f"\nRequests per second, {clients} clients on {cores()} cores", COLUMNS, rows, digits=2)


def _ways(work: _Work, served: Served) -> tuple[Callable[[], object], ...]:
    picture, integrated = upload(served.base, work.picture), upload(served.base, work.integrated)
    token = access_token(served.base)
    numbers = count()
    return (
        lambda: _stroke(served, picture, integrated),
        lambda: _stroke(served, upload(served.base, work.fresh(next(numbers))), integrated),
        lambda: _baidu(served, token, work.fresh(next(numbers))),
    )


def _rate(way: Callable[[], object], *, clients: int, seconds: float) -> float:
    """Answers per second of so many clients, who all finish what they began."""

    def client() -> int:
        answers = 0
        while perf_counter() - begun < seconds:
            way()
            answers += 1
        return answers

    begun = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        answers = sum(pool.map(lambda _: client(), range(clients)))
    return answers / (perf_counter() - begun)


def _bare(desk: pipeline.Desk, document: Document, prompts: Prompts) -> None:
    desk.segment(pipeline.with_prompts(document, prompts), cancel=CancelToken())


def _checked(answer: object) -> None:
    assert isinstance(answer, Reply), answer


def _stroke(served: Served, picture: str, integrated: str) -> None:
    answer = scribble(served.base, ImageUrl=picture, IntegratedMaskUrl=integrated, ReturnForm="only_alpha")
    assert fetched(aliyun.parse_action(answer)).status == 200


def _baidu(served: Served, token: str, picture: bytes) -> None:
    body = {"image": base64.b64encode(picture).decode(), "method": "auto", "return_form": "mask"}
    target = f"/rest/2.0/image-process/v1/segment?access_token={token}"
    headers = {"Content-Type": "application/json"}
    answer = ask(served.base, "POST", target, json.dumps(body).encode(), headers=headers)
    assert b'"image"' in answer.body


def _milliseconds(ways: Sequence[Callable[[], object]]) -> list[float]:
    """The median of each way; they take turns."""
    waits: list[list[float]] = [[] for _ in ways]
    for way in ways:
        way()
    for _ in range(_ROUNDS):
        for way, found in zip(ways, waits, strict=True):
            begun = perf_counter()
            way()
            found.append(1000 * (perf_counter() - begun))
    return [median(found) for found in waits]


def _jpeg(pixels: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1].tobytes()


def _size(text: str) -> Size:
    width, _, height = text.partition("x")
    return Size(int(width), int(height))
