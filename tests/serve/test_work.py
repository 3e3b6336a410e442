"""The queue before the engine processes."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest

from segdesk.serve.work import Busy, EnginePool, WorkerLost, WorkTooLong
from tests.serve.targets import obedient

T = TypeVar("T")


@asynccontextmanager
async def pool(*, workers: int = 1, queue: int = 4, seconds: float = 20) -> AsyncGenerator[EnginePool[object]]:
    opened: EnginePool[object] = EnginePool(workers=workers, queue=queue, seconds=seconds, target=obedient)
    await opened.start()
    try:
        yield opened
    finally:
        await opened.stop()


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0)


async def cancelled(task: "asyncio.Task[object]") -> bool:
    task.cancel()
    return await ended_as(task, asyncio.CancelledError)


async def ended_as(task: Awaitable[object], kind: type[BaseException]) -> bool:
    try:
        await task
    except kind:
        return True
    return False


def test_every_question_gets_its_own_answer() -> None:
    async def run() -> None:
        async with pool(workers=2, queue=9) as engines:
            answers = await asyncio.gather(*(engines.ask(number) for number in range(9)))
            assert answers == list(range(9))

    asyncio.run(run())


def test_a_full_queue_is_told_at_once() -> None:
    async def run() -> None:
        async with pool(queue=1) as engines:
            first = asyncio.create_task(engines.ask("wait"))
            await until(lambda: engines.busy == 1)
            second = asyncio.create_task(engines.ask("pid"))
            await until(lambda: engines.waiting == 1)
            with pytest.raises(Busy):
                await engines.ask("pid")
            assert await cancelled(first)
            assert isinstance(await second, int)

    asyncio.run(run())


def test_a_client_that_leaves_the_queue_makes_room() -> None:
    async def run() -> None:
        async with pool(queue=1) as engines:
            first = asyncio.create_task(engines.ask("wait"))
            await until(lambda: engines.busy == 1)
            second = asyncio.create_task(engines.ask("pid"))
            await until(lambda: engines.waiting == 1)
            assert await cancelled(second)
            assert engines.waiting == 0
            assert await cancelled(first)

    asyncio.run(run())


def test_a_cancelled_question_frees_its_worker_and_keeps_it() -> None:
    async def run() -> None:
        async with pool() as engines:
            before = await engines.ask("pid")
            task = asyncio.create_task(engines.ask("wait"))
            await until(lambda: engines.busy == 1)
            assert await cancelled(task)
            assert await engines.ask("pid") == before

    asyncio.run(run())


def test_a_worker_that_does_not_stop_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("segdesk.serve.work.CANCEL_SECONDS", 0.1)

    async def run() -> None:
        async with pool() as engines:
            before = await engines.ask("pid")
            task = asyncio.create_task(engines.ask("hang"))
            await until(lambda: engines.busy == 1)
            assert await cancelled(task)
            assert await engines.ask("pid") != before

    asyncio.run(run())


def test_a_question_that_takes_too_long_ends_and_its_worker_is_replaced() -> None:
    async def run() -> None:
        async with pool(seconds=0.2) as engines:
            with pytest.raises(WorkTooLong):
                await engines.ask("hang")
            assert await engines.ask(7) == 7

    asyncio.run(run())


def test_a_dying_worker_is_replaced() -> None:
    async def run() -> None:
        async with pool() as engines:
            with pytest.raises(WorkerLost):
                await engines.ask("die")
            assert await engines.ask(7) == 7

    asyncio.run(run())


def test_questions_about_one_picture_go_to_one_worker() -> None:
    async def run() -> None:
        async with pool(workers=2) as engines:
            one = await engines.ask("pid", key="one")
            other = await engines.ask("pid", key="other")
            assert await engines.ask("pid", key="one") == one
            assert await engines.ask("pid", key="other") == other

    asyncio.run(run())


def test_stopping_waits_for_running_answers() -> None:
    async def run() -> None:
        async with pool() as engines:
            task = asyncio.create_task(engines.ask("pid"))
            await until(lambda: engines.busy == 1)
        assert isinstance(await task, int)

    asyncio.run(run())
