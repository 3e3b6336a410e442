"""Taking requests in without a flood: how many at once, how large, how slow, and whether the client still waits."""

import asyncio
from collections.abc import Awaitable, Generator
from contextlib import contextmanager
from typing import Final, TypeVar

from starlette.requests import ClientDisconnect, Request

from segdesk.serve.service import Trouble, Troubled

DRAIN: Final = 4
"""A body too large is read to its end up to this many times the limit: a client that still writes hears no answer."""

T = TypeVar("T")


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Gate:
    """Lets so many requests in at a time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.inside = 0

    @contextmanager
    def passing(self) -> Generator[None]:
        """Inside as long as the context lasts. Raises Troubled when it is full."""
        if self.inside >= self._most:
            raise Troubled(Trouble.BUSY)
        self.inside += 1
        try:
            yield
        finally:
            self.inside -= 1


async def read_body(request: Request, *, limit: int, seconds: float) -> bytes:
    """The whole body. Raises Troubled for one too large or too slow, ClientGone for one that breaks off."""
    content = bytearray()
    length = 0
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                length += len(chunk)
                if length <= limit:
                    content += chunk
                elif length > DRAIN * limit:
                    break
    except TimeoutError as error:
        raise Troubled(Trouble.BODY_TOO_SLOW) from error
    except ClientDisconnect as error:
        raise ClientGone from error
    if length > limit:
        raise Troubled(Trouble.BODY_TOO_LARGE)
    return bytes(content)


async def while_waited_for(request: Request, work: Awaitable[T]) -> T:
    """The work's result. Cancels it and raises ClientGone when the client leaves; the body has been read before."""
    task = asyncio.ensure_future(work)
    leaving = asyncio.create_task(_leaving(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientGone
        return task.result()
    finally:
        for one in (task, leaving):
            one.cancel()
        await asyncio.gather(task, leaving, return_exceptions=True)


async def _leaving(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
