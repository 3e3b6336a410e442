"""Servers to test against: `segdesk serve` as a process, or the server in this one with a stand-in engine."""

import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import uuid4

from segdesk.serve.auth import Keys
from segdesk.serve.service import Service
from segdesk.serve.settings import Settings
from segdesk.serve.start import make_server, make_service
from segdesk.serve.work import Target
from segdesk.wire import WireAnswer, WireRequest, aliyun, oss
from segdesk.wire.acs3 import AliyunKeys, sign_acs3
from segdesk.wire.baidu import SEGMENT_PATH
from segdesk.wire.baidu_auth import BaiduKeys, parse_token, token_request

ALIYUN = AliyunKeys("testak", "testsecret")
TEMPORARY = AliyunKeys("stsak", "stssecret", "ststoken")
BAIDU = BaiduKeys("testbduak", "testbdusk")
KEYS = Keys((ALIYUN, TEMPORARY), (BAIDU,))
KEYS_FILE = """\
[[aliyun]]
key_id = "testak"
key_secret = "testsecret"
[[aliyun]]
key_id = "stsak"
key_secret = "stssecret"
security_token = "ststoken"
[[baidu]]
api_key = "testbduak"
secret_key = "testbdusk"
"""
SECRETS = ("testsecret", "stssecret", "ststoken", "testbdusk", "testak", "stsak", "testbduak")


@dataclass
class Served:
    """A server that runs, and the lines it wrote."""

    base: str
    log: Path
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list[str])

    @property
    def netloc(self) -> str:
        return urlsplit(self.base).netloc

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def stop(self, sign: int = signal.SIGTERM) -> int:
        """Ask it to stop and wait; its exit code."""
        self.process.send_signal(sign)
        self.said += (self.process.communicate(timeout=60)[1] or "").splitlines()
        return self.process.returncode


@contextmanager
def serving(
    folder: Path, *flags: str, keys: str | None = KEYS_FILE, program: Sequence[str] = ("-m", "segdesk")
) -> Iterator[Served]:
    """`segdesk serve` on a free port, from the moment it answers."""
    command = [sys.executable, *program, "serve", "--port", "0", "--workers", "1", *flags]
    if keys is not None:
        path = folder / "keys.toml"
        path.touch(mode=0o600)
        path.write_text(keys, encoding="utf-8")
        command += ["--keys", str(path)]
    log = folder / "lines.jsonl"
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"}
    with log.open("w", encoding="utf-8") as lines:
        process = subprocess.Popen(command, stdout=lines, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    served = Served("", log, process)
    try:
        for line in process.stderr:
            served.said.append(line.rstrip())
            if "served at" in line:
                break
        served.base = str(next(line["url"] for line in served.lines() if line["event"] == "listening"))
        yield served
    finally:
        if process.poll() is None:
            served.stop()


@dataclass(frozen=True)
class Hosted:
    """A server in this process."""

    base: str
    service: Service
    lines: io.StringIO

    @property
    def netloc(self) -> str:
        return urlsplit(self.base).netloc


@contextmanager
def hosting(target: Target, settings: Settings | None = None, **parts: object) -> Iterator[Hosted]:
    """The server with a stand-in for the engine; `parts` replace means of its service."""
    lines = io.StringIO()
    service = make_service(settings or Settings(keys=KEYS), lines=lines, target=target)
    replaced = replace(service, **parts)
    if replaced.store is not service.store:
        service.store.close()
    people = _Announced()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        server = make_server(replaced, listener, people)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert people.is_serving.wait(30)
        try:
            yield Hosted(f"http://127.0.0.1:{port}", replaced, lines)
        finally:
            server.should_exit = True
            thread.join()


class _Announced(io.StringIO):
    def __init__(self) -> None:
        super().__init__()
        self.is_serving = threading.Event()

    def write(self, text: str) -> int:
        self.is_serving.set()
        return super().write(text)


def ask(
    base: str,
    method: str,
    target: str,
    body: bytes | None = None,
    *,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
) -> WireAnswer:
    """One request on a connection of its own."""
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=60)
    try:
        connection.putrequest(
            method, target, skip_host=any(name.lower() == "host" for name, _ in dict(headers).items())
        )
        for name, value in dict(headers).items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        return WireAnswer(answer.status, tuple(answer.getheaders()), answer.read())
    finally:
        connection.close()


def send(base: str, request: WireRequest) -> WireAnswer:
    """A request of the codecs."""
    parts = urlsplit(request.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return ask(base, request.method, target, request.body or None, headers=dict(request.headers))


def fetched(url: str) -> WireAnswer:
    """A plain GET."""
    parts = urlsplit(url)
    return ask(f"http://{parts.netloc}", "GET", parts.path)


def signed(request: WireRequest, keys: AliyunKeys = ALIYUN, *, date: datetime | None = None) -> WireRequest:
    """Signed now, with a nonce of its own."""
    return sign_acs3(request, keys, date=date or datetime.now(UTC), nonce=uuid4().hex)


def upload(base: str, content: bytes, keys: AliyunKeys = ALIYUN) -> str:
    """Put a file into the storage; its address."""
    ticket = oss.parse_authorize(send(base, signed(oss.authorize_request(base), keys)))
    request = oss.upload_request(ticket, content, "", boundary=uuid4().hex, scheme="http")
    answer = send(base, request)
    oss.parse_upload(answer)
    assert answer.status == 201
    return ticket.address("http")


def scribble(base: str, **fields: str) -> WireAnswer:
    """One call of the action with these form fields."""
    return send(base, signed(aliyun.action_request(fields, base)))


def scribbled(base: str, **fields: str) -> bytes:
    """The file the action answers with."""
    answer = fetched(aliyun.parse_action(scribble(base, **fields)))
    assert answer.status == 200
    return answer.body


def access_token(base: str) -> str:
    return parse_token(send(base, token_request(BAIDU, base))).access_token


def segment(base: str, fields: object, token: str | None = None) -> dict[str, object]:
    """One call of Baidu's segment by JSON; the fields of its answer."""
    bought = access_token(base) if token is None else token
    target = f"{SEGMENT_PATH}?access_token={quote(bought)}"
    answer = ask(base, "POST", target, json.dumps(fields).encode(), headers={"Content-Type": "application/json"})
    assert answer.status == 200
    return json.loads(answer.body)


def code_of(answer: WireAnswer) -> tuple[int, str]:
    """Status and code of a refusal of the gateway."""
    return answer.status, json.loads(answer.body)["Code"]
