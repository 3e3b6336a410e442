"""The server itself: crowds, slow and leaving clients, lives of results, counts, lines in the log, the end."""

import base64
import http.client
import json
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from segdesk.cli import main
from segdesk.serve import start
from segdesk.serve.guard import AllowedHost, Guard
from segdesk.serve.settings import Settings, is_loopback
from segdesk.serve.store import Store
from segdesk.wire import WireAnswer, aliyun, oss
from segdesk.wire.baidu import SEGMENT_PATH
from tests.awaiting import until
from tests.serve import targets
from tests.serve.live import (
    KEYS,
    SECRETS,
    Hosted,
    access_token,
    ask,
    code_of,
    fetched,
    hosting,
    scribble,
    segment,
    send,
    serving,
    signed,
    upload,
)
from tests.serve.test_store import Clock

PICTURE = {"image": base64.b64encode(b"a picture").decode()}
JSON = {"Content-Type": "application/json"}
PATIENT = """
import sys
from functools import partial
from segdesk.cli import main
from segdesk.serve import start
from tests.serve.targets import patient
start.make_service = partial(start.make_service, target=patient)
sys.exit(main(sys.argv[1:]))
"""
"""The command with engine processes that answer nobody."""


def body_of(token: str) -> bytes:
    content = json.dumps(PICTURE).encode()
    head = f"POST {SEGMENT_PATH}?access_token={token} HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


@contextmanager
def asking(hosted: Hosted) -> Iterator[socket.socket]:
    """A client that has asked and waits."""
    token = access_token(hosted.base)
    with connected(hosted) as client:
        client.sendall(body_of(token))
        yield client


def connected(hosted: Hosted) -> socket.socket:
    host, _, port = hosted.netloc.partition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def gauge(hosted: Hosted, name: str) -> float:
    page = fetched(f"{hosted.base}/metrics").body.decode()
    return float(next(line.split()[1] for line in page.splitlines() if line.startswith(f"{name} ")))


# Crowds


def test_a_full_house_is_told_in_each_vendors_words() -> None:
    with hosting(targets.patient, Settings(keys=KEYS, queue=0)) as hosted, asking(hosted):
        until(lambda: gauge(hosted, "segdesk_workers_busy") == 1)
        assert segment(hosted.base, PICTURE)["error_code"] == 18
        picture = upload(hosted.base, b"a picture")
        answer = scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture)
        assert code_of(answer) == (503, "Throttling.User")
        assert (answer.header("x-acs-retry-after"), answer.header("retry-after")) == ("1000", "1")


def test_a_queue_holds_as_many_as_it_says() -> None:
    settings = Settings(keys=KEYS, queue=2)
    with hosting(targets.patient, settings) as hosted, asking(hosted), asking(hosted), asking(hosted):
        until(lambda: gauge(hosted, "segdesk_queue_waiting") == 2)
        assert segment(hosted.base, PICTURE)["error_code"] == 18


def test_only_so_many_bodies_are_held_at_a_time() -> None:
    settings = Settings(keys=KEYS, queue=0)
    with hosting(targets.patient, settings) as hosted:
        token = access_token(hosted.base)
        ticket = oss.parse_authorize(send(hosted.base, signed(oss.authorize_request(hosted.base))))
        half = [connected(hosted) for _ in range(settings.requests_at_once)]
        for client in half:
            client.sendall(body_of("x")[:-5])
        until(lambda: gauge(hosted, "segdesk_requests_inside") == settings.requests_at_once)
        assert segment(hosted.base, PICTURE, token)["error_code"] == 18
        stored = send(hosted.base, oss.upload_request(ticket, b"x", "", boundary="1234567890", scheme="http"))
        assert (stored.status, b"<Code>SlowDown</Code>" in stored.body) == (503, True)
        assert fetched(f"{hosted.base}/healthz").status == 200
        for client in half:
            client.close()
        until(lambda: gauge(hosted, "segdesk_requests_inside") == 0)


def test_a_client_that_leaves_frees_its_worker_at_once() -> None:
    with hosting(targets.patient) as hosted:
        with asking(hosted):
            until(lambda: gauge(hosted, "segdesk_workers_busy") == 1)
        assert until(lambda: gauge(hosted, "segdesk_workers_busy") == 0) < 1.5
        assert '"code": "gone"' in hosted.lines.getvalue()


def test_an_engine_that_dies_is_an_internal_error_and_the_next_one_works_on() -> None:
    with hosting(targets.frail) as hosted:
        for _ in range(2):
            assert segment(hosted.base, PICTURE)["error_code"] == 282000
        picture = upload(hosted.base, b"a picture")
        answer = scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture)
        assert code_of(answer) == (500, "InternalError")


def test_an_engine_that_takes_too_long_is_stopped() -> None:
    with hosting(targets.patient, Settings(keys=KEYS, work_seconds=0.2)) as hosted:
        picture = upload(hosted.base, b"a picture")
        answer = scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture)
        assert code_of(answer) == (500, "InternalError.Timeout")


# Bodies and heads


def test_a_body_that_is_too_large_is_refused_in_each_vendors_words() -> None:
    with hosting(targets.prompt, Settings(keys=KEYS, max_body=50_000)) as hosted:
        large = bytes(190_000)
        target = f"{SEGMENT_PATH}?access_token={access_token(hosted.base)}"
        assert json.loads(ask(hosted.base, "POST", target, large, headers=JSON).body)["error_code"] == 216202
        assert code_of(ask(hosted.base, "POST", "/", large)) == (413, "InvalidParameter")
        ticket = oss.parse_authorize(send(hosted.base, signed(oss.authorize_request(hosted.base))))
        stored = send(hosted.base, oss.upload_request(ticket, large, "", boundary="1234567890", scheme="http"))
        assert (stored.status, b"<Code>EntityTooLarge</Code>" in stored.body) == (400, True)
        assert gauge(hosted, "segdesk_store_files") == 0


def test_a_body_that_dawdles_is_refused() -> None:
    with hosting(targets.prompt, Settings(keys=KEYS, body_seconds=0.2)) as hosted, connected(hosted) as client:
        client.sendall(body_of("x")[:-5])
        assert b'"error_code":216100' in heard(client)


def test_a_head_that_dawdles_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "HEAD_SECONDS", 0.2)
    with hosting(targets.prompt) as hosted:
        for sent in (b"", b"GET /healthz HTTP/1.1\r\nHost: a", b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /he"):
            with connected(hosted) as client:
                client.sendall(sent)
                answer = heard(client)
            assert answer.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\n")


def test_a_head_that_comes_in_pieces_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "HEAD_SECONDS", 5)
    with hosting(targets.prompt) as hosted, connected(hosted) as client:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHost: a\r\n", b"Connection: close\r\n\r\n"):
            client.sendall(piece)
        assert b'"status":"ok"' in heard(client)


def heard(client: socket.socket) -> bytes:
    """All that comes until the other side hangs up, or until the answer seems whole."""
    answer = b""
    while part := client.recv(65536):
        answer += part
        if answer.endswith(b"}"):
            client.settimeout(1)
            with_more = _more(client)
            return answer + with_more
    return answer


def _more(client: socket.socket) -> bytes:
    try:
        return client.recv(65536)
    except TimeoutError:
        return b""


# Lives


def test_results_and_uploads_end() -> None:
    clock = Clock()
    with hosting(targets.prompt, store=Store(limit_bytes=10_000, clock=clock)) as hosted:
        picture = upload(hosted.base, b"a picture")
        result = aliyun.parse_action(scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture))
        clock.now += 29 * 60
        assert fetched(result).body == targets.ANSWER
        clock.now += 60
        assert fetched(result).status == 403
        clock.now += 59 * 60 - 1 - 30 * 60
        assert scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture).status == 200
        clock.now += 60 * 60
        assert code_of(scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture)) == (400, "InvalidFile.Download")


def test_a_full_store_is_told() -> None:
    with hosting(targets.prompt, store=Store(limit_bytes=100, clock=Clock())) as hosted:
        picture = upload(hosted.base, bytes(90))
        assert code_of(scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture)) == (503, "Throttling.User")
        ticket = oss.parse_authorize(send(hosted.base, signed(oss.authorize_request(hosted.base))))
        stored = send(hosted.base, oss.upload_request(ticket, bytes(11), "", boundary="1234567890", scheme="http"))
        assert stored.status == 503


def test_an_allowed_host_is_fetched_for_both_vendors() -> None:
    with socket.create_server(("127.0.0.1", 0)) as site:
        port = site.getsockname()[1]
        thread = threading.Thread(target=_serve_pictures, args=(site, 2))
        thread.start()
        guard = Guard([AllowedHost.parse(f"127.0.0.1:{port}")])
        with hosting(targets.prompt, guard=guard) as hosted:
            url = f"http://127.0.0.1:{port}/a.png"
            assert "image" in segment(hosted.base, {"url": url})
            mask = upload(hosted.base, b"a mask")
            assert scribble(hosted.base, ImageUrl=url, MaskImageUrl=mask).status == 200
        thread.join()


def _serve_pictures(site: socket.socket, times: int) -> None:
    for _ in range(times):
        connection, _ = site.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na picture")


def test_behind_tls_the_addresses_it_hands_out_are_https() -> None:
    with hosting(targets.prompt, Settings()) as hosted:
        picture = upload(hosted.base, b"a picture")
        request = aliyun.action_request({"ImageUrl": picture, "MaskImageUrl": picture}, hosted.base)
        for forwarded, scheme in (({}, "http"), ({"X-Forwarded-Proto": "https"}, "https")):
            answer = ask(hosted.base, "POST", "/", request.body, headers={**dict(request.headers), **forwarded})
            assert aliyun.parse_action(answer).startswith(f"{scheme}://{hosted.netloc}/results/")


def test_a_host_without_a_dot_is_sent_to_its_address_for_uploads() -> None:
    with hosting(targets.prompt, Settings()) as hosted:
        port = hosted.netloc.partition(":")[2]
        ticket = oss.parse_authorize(
            send(f"http://localhost:{port}", signed(oss.authorize_request("http://localhost")))
        )
        assert ticket.host == hosted.netloc


# What it tells


def test_metrics_are_prometheus_text() -> None:
    with hosting(targets.prompt) as hosted:
        segment(hosted.base, PICTURE)
        segment(hosted.base, {})
        answer = fetched(f"{hosted.base}/metrics")
        lines = answer.body.decode().splitlines()
    assert answer.header("content-type") == "text/plain; version=0.0.4; charset=utf-8"
    assert 'segdesk_requests_total{route="baidu.segment",code="ok"} 1' in lines
    assert 'segdesk_requests_total{route="baidu.segment",code="216101"} 1' in lines
    assert 'segdesk_engine_seconds_bucket{le="+Inf"} 1' in lines
    assert "segdesk_engine_seconds_sum 0.010000" in lines
    samples = [line.split()[0].partition("{")[0] for line in lines if not line.startswith("#")]
    typed = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    for name in samples:
        assert name in typed or name.removesuffix("_bucket").removesuffix("_sum").removesuffix("_count") in typed


def test_health_tells_of_the_workers() -> None:
    with hosting(targets.prompt, Settings(keys=KEYS, workers=2)) as hosted:
        health = json.loads(fetched(f"{hosted.base}/healthz").body)
    assert health == {"status": "ok", "workers": 2, "busy": 0, "waiting": 0}


def test_no_secret_is_in_any_line(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        base = served.base
        picture = upload(base, b"\x89PNG\r\n\x1a\n nothing")
        token = access_token(base)
        segment(base, PICTURE, token)
        segment(base, {"url": "http://user:password@inner.test/secret?key=1"}, token)
        scribble(base, ImageUrl=picture, MaskImageUrl="http://inner.test/secret?Signature=abc")
        ask(base, "GET", f"/oauth/2.0/token?client_id=testbduak&client_secret=testbdusk&x={token}")
        ask(base, "GET", f"/unknown/{token}?Signature=abc", headers={"Authorization": "Bearer testsecret"})
        fetched(f"{base}/results/0123456789.png")
        served.stop()
        text = served.log.read_text(encoding="utf-8") + "\n".join(served.said)
        lines = served.lines()
    for secret in (*SECRETS, token, "secret", "Signature", "password", "0123456789", picture.rpartition("/")[2]):
        assert secret not in text
    requests = [line for line in lines if line["event"] == "request"]
    keys = {"time", "event", "client", "method", "route", "status", "code", "request_id", "bytes_in", "bytes_out", "ms"}
    assert len(requests) == 9
    assert all(keys <= set(line) <= keys | {"engine_ms", "reason"} for line in requests)
    assert {str(line["route"]) for line in requests} >= {"baidu.token", "aliyun.authorize", "aliyun.upload", "unknown"}


def test_an_unforeseen_failure_is_told_by_its_place_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("testsecret")

    with hosting(targets.prompt) as hosted:
        token = access_token(hosted.base)
        monkeypatch.setattr("segdesk.wire.baidu.read_segment", fail)
        assert segment(hosted.base, PICTURE, token)["error_code"] == 282000
        text = hosted.lines.getvalue()
    assert "RuntimeError in " in text
    assert "testsecret" not in text


# Who may reach it


@pytest.mark.parametrize("origin", [{"Origin": "https://evil.test"}, {"Origin": "null"}, {"Host": "evil.test:80"}])
def test_without_keys_web_pages_are_turned_away(origin: dict[str, str]) -> None:
    with hosting(targets.prompt, Settings()) as hosted:
        body = json.dumps(PICTURE).encode()
        assert "image" in json.loads(ask(hosted.base, "POST", SEGMENT_PATH, body, headers=JSON).body)
        assert ask(hosted.base, "POST", SEGMENT_PATH, body, headers={**JSON, **origin}).status == 403


def test_without_keys_any_signature_will_do() -> None:
    with hosting(targets.prompt, Settings()) as hosted:
        picture = upload(hosted.base, b"a picture")
        assert scribble(hosted.base, ImageUrl=picture, MaskImageUrl=picture).status == 200
        assert "image" in segment(hosted.base, PICTURE)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_other_machines_are_let_in_with_keys_only(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--host", host, "--port", "0"]) == 2
    assert "set keys" in capsys.readouterr().err


def test_serving_other_machines_says_that_tls_belongs_in_front(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as served:
        assert any("TLS in front" in line for line in served.said)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback_is_known(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    "flags",
    [
        ["--port", "70000"],
        ["--workers", "0"],
        ["--queue", "-1"],
        ["--max-body", "x"],
    ],
)
def test_senseless_flags_are_refused(flags: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", *flags])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--allow-host", "http://a.test/"], "HOST"),
        (["--keys", "/nowhere/keys.toml"], "cannot be read"),
        (["--host", "192.0.2.1", "--keys", "KEYS"], "cannot be served"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_sentence(
    flags: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = tmp_path / "keys.toml"
    keys.touch(mode=0o600)
    keys.write_text("[[baidu]]\napi_key = 'a'\nsecret_key = 'b'\n", encoding="utf-8")
    assert main(["serve", "--port", "0", *(str(keys) if flag == "KEYS" else flag for flag in flags)]) == 2
    assert words in capsys.readouterr().err.splitlines()[-1]


# The end


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tmp_path: Path, sign: int) -> None:
    with serving(tmp_path) as served:
        upload(served.base, b"a picture")
        assert served.stop(sign) == 0
        assert served.lines()[-1]["event"] == "stopped"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    with serving(tmp_path, keys=None, program=("-c", PATIENT)) as served:
        client = threading.Thread(target=_disappointed, args=(served.base,))
        client.start()
        until(lambda: json.loads(fetched(f"{served.base}/healthz").body)["busy"] == 1)
        served.process.send_signal(signal.SIGINT)
        until(lambda: not is_listening(served.netloc))
        begun = time.perf_counter()
        assert served.stop(signal.SIGINT) == 0
        # The first signal alone would wait half a minute for the answer.
        assert time.perf_counter() - begun < 10
        client.join()
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def is_listening(netloc: str) -> bool:
    host, _, port = netloc.partition(":")
    with suppress(OSError), socket.create_connection((host, int(port))):
        return True
    return False


def _disappointed(base: str) -> None:
    with suppress(OSError, http.client.HTTPException):
        ask(base, "POST", SEGMENT_PATH, json.dumps(PICTURE).encode(), headers=JSON)


def test_a_request_under_way_is_answered_before_the_end() -> None:
    answers: list[WireAnswer] = []
    with hosting(targets.gentle) as hosted:
        token = access_token(hosted.base)
        target = f"{SEGMENT_PATH}?access_token={token}"
        body = json.dumps(PICTURE).encode()
        client = threading.Thread(target=lambda: answers.append(ask(hosted.base, "POST", target, body, headers=JSON)))
        client.start()
        until(lambda: hosted.service.pool.busy == 1)
    client.join()
    assert "image" in json.loads(answers[0].body)


def test_an_engine_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = start.make_service
    monkeypatch.setattr(start, "make_service", lambda *a, **k: made(*a, **{**k, "target": targets.broken}))
    assert main(["serve", "--port", "0", "--workers", "1"]) == 4
    assert "did not start" in capsys.readouterr().err.splitlines()[-1]
