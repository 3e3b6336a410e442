"""Pictures of a batch, and crews to cut them with."""

import os
import time
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

from segdesk.batch.cutting import Cutter, Piece, Reply
from segdesk.batch.wishes import Wishes
from segdesk.core.errors import PictureError, Reason
from segdesk.core.geometry import Size
from segdesk.core.records import News, Record, parse_news
from tests.scenes import plum

SMALL = Size(128, 96)


def shoot(folder: Path, *names: str) -> list[Path]:
    """A small picture of its own for each of these names."""
    paths = [folder / name for name in names]
    for seed, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        plum(SMALL, seed).save(path)
    return paths


@dataclass
class Alone:
    """Cuts in this process, one after the other; remembers what it was given."""

    asked: list[str] = field(default_factory=list[str])

    def work(self, pieces: Iterable[Piece], wishes: Wishes, on_begun: Callable[[Piece], None]) -> Generator[Reply]:
        cutter = Cutter(wishes)
        for piece in pieces:
            self.asked.append(piece.record.name)
            on_begun(piece)
            yield cutter.cut(piece)


def nobody(_: News) -> None:
    """Hears nothing."""


def ledger_of(folder: Path) -> list[Record]:
    """All lines of a batch's ledger."""
    lines = (folder / ".segdesk-batch" / "ledger.jsonl").read_text("utf-8").splitlines()
    return [news for line in lines if isinstance(news := parse_news(line), Record)]


def frail(connection: Connection, wishes: Wishes, threads: int) -> None:
    """Dies of every picture called so; finds the others empty."""
    while True:
        try:
            piece: Piece = connection.recv()
        except EOFError:
            return
        if piece.record.name.startswith("deadly"):
            os._exit(3)
        failure = PictureError(Reason.PICTURE_EMPTY, name=piece.record.name)
        connection.send(Reply(replace(piece.record, failure=failure)))


def endless(connection: Connection, wishes: Wishes, threads: int) -> None:
    """Never gives an answer."""
    connection.recv()
    time.sleep(600)
