"""`segdesk serve`: the local engine behind Baidu's and Aliyun's protocols, for editors and programs that speak them."""

import argparse
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from segdesk.cli import ENGINE, USAGE

if TYPE_CHECKING:
    from segdesk.serve.settings import Settings

NEEDED: Final = ("starlette", "uvicorn")


def build(parser: argparse.ArgumentParser) -> None:
    """The flags of the word."""
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve at (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8710, help="the port; 0 takes a free one (default: 8710)")
    parser.add_argument(
        "--workers", type=_count, metavar="N", help="engine processes (default: one per core, 4 at most)"
    )
    parser.add_argument(
        "--keys",
        type=Path,
        metavar="FILE",
        help="TOML with [[aliyun]] key_id, key_secret and [[baidu]] api_key, secret_key; "
        "or set SEGDESK_SERVE_ALIYUN_KEY_ID and _KEY_SECRET, SEGDESK_SERVE_BAIDU_API_KEY and _SECRET_KEY",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="HOST[:PORT][@NETWORK]",
        help="pictures may be fetched from here; with a network such as 192.168.1.0/24 its address may be a "
        "private one in it; repeatable",
    )
    parser.add_argument(
        "--max-body", type=_count, metavar="BYTES", help="the largest request taken (default: 16000000)"
    )
    parser.add_argument(
        "--store", type=_count, metavar="BYTES", help="uploads and results kept at a time (default: 4000000000)"
    )
    parser.add_argument("--queue", type=_queue, metavar="N", help="requests that may wait for an engine (default: 16)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        return _complain(f"The server needs {' and '.join(missing)}. Install them with: pip install 'segdesk[serve]'")
    from segdesk.serve import start

    try:
        settings = _settings(options)
        start.run(settings, lines=sys.stdout, people=sys.stderr)
    except start.StartFailed as error:
        print(f"segdesk serve: {error}", file=sys.stderr)
        return ENGINE
    except ValueError as error:
        return _complain(f"{error}.")
    except OSError as error:
        return _complain(f"{options.host}:{options.port} cannot be served: {error.strerror or error}.")
    return 0


def _settings(options: argparse.Namespace) -> "Settings":
    """What the flags and the environment say. Raises ValueError or OSError."""
    from segdesk.serve import settings
    from segdesk.serve.auth import Keys
    from segdesk.serve.guard import AllowedHost

    made = settings.Settings(
        host=options.host,
        port=options.port,
        workers=options.workers or min(4, settings.cores()),
        queue=settings.DEFAULT_QUEUE if options.queue is None else options.queue,
        max_body=options.max_body or settings.DEFAULT_MAX_BODY,
        store_bytes=options.store or settings.DEFAULT_STORE,
        keys=Keys.load(os.environ, options.keys),
        allowed=tuple(AllowedHost.parse(text) for text in options.allow_host),
    )
    _tell_of_keys(options.keys, is_open=made.keys.is_open)
    if settings.is_loopback(options.host):
        return made
    if made.keys.is_open:
        raise ValueError(
            f"Serving at {options.host} lets other machines in, and no keys are set; set keys, or leave --host out"
        )
    print(
        "Pictures and results travel in the clear. Where the network is not yours, put TLS in front (a reverse proxy "
        "that passes Host and X-Forwarded-Proto on) and serve at 127.0.0.1.",
        file=sys.stderr,
    )
    return made


def _tell_of_keys(path: Path | None, *, is_open: bool) -> None:
    if is_open:
        print("No keys are set: every program on this machine may use the server.", file=sys.stderr)
    if path is not None and os.name == "posix" and path.stat().st_mode & 0o077:
        print(f"{path.name} can be read by other users; protect it with: chmod 600 {path.name}", file=sys.stderr)


def _complain(sentence: str) -> int:
    print(f"segdesk serve: {sentence}", file=sys.stderr)
    return USAGE


def _port(text: str) -> int:
    return _between(text, 0, 65535)


def _count(text: str) -> int:
    return _between(text, 1, 1 << 40)


def _queue(text: str) -> int:
    return _between(text, 0, 1000)


def _between(text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return int(text)
