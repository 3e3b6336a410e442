"""A Dask cluster on this machine: a real scheduler and real worker processes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from segdesk.core.work import THREAD_VARIABLES

_AWAIT = """
import sys
from distributed import Client
with Client(scheduler_file=sys.argv[1], set_as_default=False) as client:
    client.wait_for_workers(int(sys.argv[2]), timeout=60)
"""


@dataclass(frozen=True)
class LocalCluster:
    """The scheduler's address, and the processes."""

    address: str
    scheduler: "subprocess.Popen[bytes]"
    workers: "tuple[subprocess.Popen[bytes], ...]"


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[LocalCluster]:
    """So many workers of one thread each, from the moment they are ready; what they keep goes into the folder."""
    place = folder / "scheduler.json"
    shared = ("--no-dashboard", "--scheduler-file", place)
    with ExitStack() as stack:
        scheduler = _started(stack, "dask_scheduler", "--host", "127.0.0.1", "--port", 0, *shared)
        flags = ("--nthreads", 1, "--no-nanny", "--local-directory", folder / "scratch", *shared)
        made = tuple(_started(stack, "dask_worker", *flags) for _ in range(workers))
        subprocess.run([sys.executable, "-c", _AWAIT, str(place), str(workers)], check=True, timeout=90)
        yield LocalCluster(json.loads(place.read_text("utf-8"))["address"], scheduler, made)


def _started(stack: ExitStack, module: str, *flags: object) -> "subprocess.Popen[bytes]":
    """One of Dask's programs, ended with the stack."""
    command = [sys.executable, "-m", f"distributed.cli.{module}", *map(str, flags)]
    # As Dask's nannies have it.
    limits = dict.fromkeys(THREAD_VARIABLES, "1")
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **limits}
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process
