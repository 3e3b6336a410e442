"""Work spread over processes, a picture at a time and on one thread each, so that times compare."""

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TypeVar

import cv2

Task = TypeVar("Task")
Found = TypeVar("Found")


def spread(work: Callable[[Task], Found], tasks: Iterable[Task], processes: int) -> list[Found]:
    """What `work` finds for every task, in their order. Both travel to the processes and must be picklable."""
    # A forked child would inherit OpenCV's thread pool without its threads, and wait for them forever.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context, partial(cv2.setNumThreads, 1)) as pool:
        return list(pool.map(work, tasks))
