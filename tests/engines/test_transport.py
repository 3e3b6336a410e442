"""The door to the network against a server that misbehaves: each call ends in time, in a result or a typed error."""

import gzip
import json
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from time import perf_counter

import pytest
import trustme

from segdesk.core.errors import (
    Act,
    Cancelled,
    CredentialsRejected,
    EngineError,
    QuotaExceeded,
    Reason,
    ServiceAnswerMalformed,
    ServiceUnavailable,
)
from segdesk.core.work import CancelToken
from segdesk.engines.addresses import is_loopback
from segdesk.engines.transport import Call, Pace, Transport
from segdesk.wire import WireAnswer, WireRequest
from segdesk.wire.failures import failure_of_status
from tests.engines import hostile
from tests.engines.hostile import Hostile, Turn, answer, json_answer, kept_open, redirect

QUICK = Pace(connect=1, read=1, write=1, whole=3, attempts=3, first_wait=0.01, longest_wait=0.02)
GOOD = json_answer({"ok": True})
SECRET = "s3cr3t-t0k3n"


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport("Cloud", pace=QUICK)
    yield made
    made.close()


def read_ok(given: WireAnswer) -> bool:
    if given.status != 200:
        raise failure_of_status("Cloud", given, "no")
    try:
        return bool(json.loads(given.body)["ok"])
    except (ValueError, KeyError) as error:
        raise failure_of_status("Cloud", given, "not JSON") from error


def ask(transport: Transport, url: str, **more: object) -> bool:
    request = WireRequest("GET", f"{url}/path?access_token={SECRET}", (("authorization", SECRET),), b"")
    cancel = more.pop("cancel", CancelToken())
    assert isinstance(cancel, CancelToken)
    return transport.ask(Call("test", lambda: request, read_ok, **more), cancel=cancel)  # type: ignore[arg-type]


def failure(transport: Transport, *turns: Turn, **more: object) -> EngineError:
    with Hostile(*turns) as server, pytest.raises(EngineError) as caught:
        ask(transport, server.url, **more)
    return caught.value


def test_a_good_answer_is_read(transport: Transport) -> None:
    with Hostile(GOOD) as server:
        assert ask(transport, server.url)
    assert server.heard[0].headers["user-agent"].startswith("segdesk/")
    assert server.heard[0].headers["accept-encoding"] == "gzip"


def test_a_packed_answer_is_unpacked(transport: Transport) -> None:
    packed = gzip.compress(b'{"ok": true}')
    with Hostile(answer(200, packed, "Content-Encoding: gzip")) as server:
        assert ask(transport, server.url)


PASSING: dict[str, Turn] = {
    "reset mid-body": hostile.reset_mid_body,
    "end mid-body": hostile.end_mid_body,
    "no answer at all": lambda connection, over: None,
    "500": answer(500),
    "502 with HTML": answer(502, b"<html>", kind="text/html"),
    "503": answer(503),
    "429": answer(429, b"", "Retry-After: 0"),
    "408": answer(408),
    "silence": hostile.silence,
    "gzip cut short": answer(200, gzip.compress(b'{"ok": true}')[:-6], "Content-Encoding: gzip"),
    "redirect to nowhere": redirect("http://[::1/"),
    "not HTTP": lambda connection, over: connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"),
}


@pytest.mark.parametrize("turn", PASSING.values(), ids=PASSING)
def test_what_passes_is_tried_again(transport: Transport, turn: Turn) -> None:
    with Hostile(turn, GOOD) as server:
        assert ask(transport, server.url)
    assert len(server.heard) == 2


@pytest.mark.parametrize("turn", PASSING.values(), ids=PASSING)
def test_what_stays_is_told_in_time(transport: Transport, turn: Turn) -> None:
    started = perf_counter()
    error = failure(transport, turn)
    assert isinstance(error, ServiceUnavailable | QuotaExceeded)
    assert "Cloud" in str(error)
    assert perf_counter() - started < QUICK.whole + 1


LASTING: dict[str, tuple[Turn, type[EngineError], Reason]] = {
    "401": (answer(401), CredentialsRejected, Reason.KEYS_REJECTED),
    "403": (answer(403), CredentialsRejected, Reason.KEYS_REJECTED),
    "404": (answer(404), ServiceAnswerMalformed, Reason.SERVICE_ELSEWHERE),
    "200 with HTML": (answer(200, b"<html>", kind="text/html"), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "empty 200": (answer(200, b""), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "truncated JSON": (answer(200, b'{"ok": tr'), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "gzip bomb": (hostile.bomb, ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "endless body": (hostile.endless, ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "no gzip": (answer(200, b"{}", "Content-Encoding: gzip"), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "brotli": (answer(200, b"{}", "Content-Encoding: br"), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
    "elsewhere": (redirect("https://evil.example/"), ServiceAnswerMalformed, Reason.SERVICE_REDIRECTED),
    "other port": (redirect("http://127.0.0.1:9/"), ServiceAnswerMalformed, Reason.SERVICE_REDIRECTED),
    "circle": (redirect("/"), ServiceAnswerMalformed, Reason.ANSWER_MALFORMED),
}


@pytest.mark.parametrize(("turn", "kind", "reason"), LASTING.values(), ids=LASTING)
def test_what_lasts_is_not_tried_again(
    transport: Transport, turn: Turn, kind: type[EngineError], reason: Reason
) -> None:
    error = failure(transport, turn, max_bytes=500_000)
    assert type(error) is kind
    assert error.reason is reason
    assert SECRET not in str(error)


def test_nothing_listening_is_said(transport: Transport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ServiceUnavailable, match="nothing listens there") as caught:
        ask(transport, f"http://127.0.0.1:{port}")
    assert caught.value.__cause__ is not None


def test_a_drip_ends_with_the_whole_calls_time(transport: Transport) -> None:
    started = perf_counter()
    assert failure(transport, hostile.drip).reason is Reason.SERVICE_SILENT
    assert perf_counter() - started < QUICK.whole + 0.5


@pytest.mark.parametrize("turn", [hostile.silence, hostile.drip, hostile.endless], ids=["silence", "drip", "endless"])
def test_a_cancel_frees_a_blocked_call(transport: Transport, turn: Turn) -> None:
    assert cancelled_after(transport, turn) < 0.5
    with Hostile(GOOD) as server:
        assert ask(transport, server.url)


def test_a_cancel_frees_a_wait_between_attempts(transport: Transport) -> None:
    assert cancelled_after(transport, answer(503, b"", "Retry-After: 2")) < 0.5


def test_a_cancel_frees_a_name_that_is_looked_up(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, found = threading.Event(), threading.Event()

    def look_up(*arguments: object, **more: object) -> list[object]:
        asked.set()
        found.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    cancel = CancelToken()
    thread, moment = cancelling(cancel, asked)
    with pytest.raises(Cancelled):
        ask(transport, "http://localhost:9", cancel=cancel)
    assert perf_counter() - moment() < 0.5
    found.set()
    thread.join()
    for one in threading.enumerate():
        if one.name == "look-up":
            one.join()


def test_a_raised_token_sends_nothing(transport: Transport) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with Hostile(GOOD) as server, pytest.raises(Cancelled):
        ask(transport, server.url, cancel=cancel)
    assert not server.heard


def test_each_attempt_is_made_afresh(transport: Transport) -> None:
    made: list[int] = []

    def make() -> WireRequest:
        made.append(len(made))
        return WireRequest("POST", f"{server.url}/", (("x-nonce", str(len(made))),), b"picture")

    with Hostile(answer(500), answer(500), GOOD) as server:
        assert transport.ask(Call("test", make, read_ok), cancel=CancelToken())
    assert [heard.headers["x-nonce"] for heard in server.heard] == ["1", "2", "3"]
    assert {heard.body for heard in server.heard} == {b"picture"}


def test_a_failure_worth_one_more_attempt_gets_one(transport: Transport) -> None:
    def read(given: WireAnswer) -> bool:
        raise EngineError(Reason.SERVICE_DOWN, service="Cloud", act=Act.RETRY_ONCE)

    with Hostile(GOOD) as server:
        call = Call("test", lambda: WireRequest("GET", server.url, (), b""), read)
        with pytest.raises(EngineError):
            transport.ask(call, cancel=CancelToken())
    assert len(server.heard) == 2


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_wait_that_is_asked_for_is_kept(transport: Transport, form: str) -> None:
    later = datetime.now(UTC) + timedelta(seconds=2)
    asked = "1" if form == "seconds" else format_datetime(later, usegmt=True)
    with Hostile(answer(503, b"", f"Retry-After: {asked}"), GOOD) as server:
        started = perf_counter()
        assert ask(transport, server.url)
    assert 0.9 < perf_counter() - started < 2.5


def test_a_wait_beyond_the_calls_time_is_not_begun(transport: Transport) -> None:
    started = perf_counter()
    error = failure(transport, answer(429, b"", "Retry-After: 60"))
    assert isinstance(error, QuotaExceeded)
    assert error.retry_after == 60
    assert perf_counter() - started < 1


def test_redirects_at_home_are_followed(transport: Transport) -> None:
    with Hostile(redirect("/elsewhere"), GOOD) as server:
        assert ask(transport, server.url)
    assert server.heard[1].line.startswith("GET /elsewhere ")


def test_a_post_is_not_redirected(transport: Transport) -> None:
    with Hostile(redirect("/elsewhere", 307), GOOD) as server:
        call = Call("test", lambda: WireRequest("POST", server.url, (), b"picture"), read_ok)
        with pytest.raises(ServiceAnswerMalformed):
            transport.ask(call, cancel=CancelToken())
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "http://127.0.0.1.example.com",
        "http://10.0.0.1",
        "http://127.1",
        "ftp://127.0.0.1",
        "https://user:word@127.0.0.1",
        "https://",
        "no address",
        "http://[::1",
    ],
)
def test_only_https_leaves_this_computer(transport: Transport, url: str) -> None:
    with pytest.raises(ServiceUnavailable) as caught:
        ask(transport, url)
    assert caught.value.reason in (Reason.SERVICE_UNTRUSTED, Reason.SERVICE_UNREACHABLE)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.9.9.9", "[::1]", "::1"])
def test_this_computer_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["127.0.0.1.nip.io", "2130706433", "localhost.evil", "10.0.0.1", ""])
def test_only_what_is_written_as_loopback_is_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_the_environments_proxy_is_not_asked_for_this_computer(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Hostile(answer(500)) as proxy, Hostile(GOOD) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        assert ask(transport, server.url)
    assert not proxy.heard


@pytest.mark.parametrize("own", [True, False], ids=["own", "none"])
def test_a_proxy_of_ones_own_and_none_at_all_count_more_than_the_environments(
    own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Hostile(answer(403)) as proxy, Hostile(answer(500)) as other:
        monkeypatch.setenv("https_proxy", other.url)
        transport = Transport("cloud", pace=Pace(attempts=1), proxy=proxy.url if own else "")
        with pytest.raises(ServiceUnavailable):
            ask(transport, "https://cloud.invalid")
        transport.close()
    assert [heard.line.split()[1] for heard in proxy.heard] == (["cloud.invalid:443"] if own else [])
    assert not other.heard


def test_the_environments_proxy_is_asked_for_the_world(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    with Hostile(answer(403)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        with pytest.raises(ServiceUnavailable, match="the proxy refuses"):
            ask(transport, "https://cloud.example")
    assert proxy.heard[0].line.startswith("CONNECT cloud.example:443 ")
    assert all(SECRET not in value for value in proxy.heard[0].headers.values())


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def tls_of(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_an_authority_of_ones_own_is_trusted(authority: trustme.CA, tmp_path: Path) -> None:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    trusting = Transport("Cloud", pace=QUICK, ca_file=path)
    with Hostile(GOOD, tls=tls_of(authority, "127.0.0.1")) as server:
        assert ask(trusting, server.url)
    close(trusting)


@pytest.mark.parametrize("case", ["stranger", "other name"])
def test_a_certificate_that_cannot_be_trusted_is_told_at_once(authority: trustme.CA, tmp_path: Path, case: str) -> None:
    path = tmp_path / "authority.pem"
    (authority if case == "other name" else trustme.CA()).cert_pem.write_to_path(path)
    name = "cloud.example" if case == "other name" else "127.0.0.1"
    trusting = Transport("Cloud", pace=QUICK, ca_file=path)
    given = tls_of(authority, name)
    with Hostile(GOOD, tls=given) as server, pytest.raises(ServiceUnavailable, match="not safe") as caught:
        ask(trusting, server.url)
    close(trusting)
    assert caught.value.reason is Reason.SERVICE_UNTRUSTED
    assert not server.heard


@pytest.mark.parametrize("content", [None, b"no certificate"])
def test_an_authority_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "authority.pem"
    if content is not None:
        path.write_bytes(content)
    trusting = Transport("Cloud", pace=QUICK, ca_file=path)
    with pytest.raises(ServiceUnavailable, match="certificate authority cannot be read"):
        ask(trusting, "http://127.0.0.1:9")
    close(trusting)


def test_a_connection_is_kept_for_the_next_question_and_replaced_when_it_ended(transport: Transport) -> None:
    with Hostile(kept_open({"ok": True}, 2), GOOD) as server:
        for _ in range(3):
            assert ask(transport, server.url)
    assert server.connections == 2


def test_cookies_are_not_kept(transport: Transport) -> None:
    with Hostile(json_answer({"ok": True}, 200, "Set-Cookie: who=you")) as server:
        ask(transport, server.url)
        ask(transport, server.url)
    assert "cookie" not in server.heard[1].headers


@pytest.mark.parametrize("turn", [GOOD, *PASSING.values(), *(turn for turn, _, _ in LASTING.values())])
def test_the_log_holds_no_secret(transport: Transport, turn: Turn, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    try:
        with Hostile(turn) as server:
            ask(transport, server.url, max_bytes=500_000)
    except EngineError as error:
        told = str(error)
    else:
        told = ""
    assert SECRET not in caplog.text + told
    assert "access_token" not in caplog.text
    caplog.clear()


@pytest.mark.parametrize("end", ["\n", "\0", "\r\nx: y"])
def test_a_key_that_cannot_be_sent_is_not_quoted(transport: Transport, end: str) -> None:
    with Hostile(GOOD) as server:
        request = WireRequest("GET", server.url, (("authorization", SECRET + end),), b"")
        with pytest.raises(ServiceUnavailable) as caught:
            transport.ask(Call("test", lambda: request, read_ok), cancel=CancelToken())
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_closed_transport_may_be_closed_and_used_again(transport: Transport) -> None:
    transport.close()
    with Hostile(GOOD) as server:
        assert ask(transport, server.url)
    transport.close()
    transport.close()


def test_each_attempt_is_counted() -> None:
    sent: list[tuple[str, str]] = []
    counted = Transport("Cloud", pace=QUICK, on_send=lambda what, host: sent.append((what, host)))
    with Hostile(answer(500), GOOD) as server:
        ask(counted, server.url)
    counted.close()
    assert sent == [("test", "127.0.0.1")] * 2


def close(transport: Transport) -> None:
    """Close it, and wait for the thread that reads certificates, which ends on its own soon after."""
    transport.close()
    for one in threading.enumerate():
        if one.name == "AnyIO worker thread":
            one.join()


def cancelled_after(transport: Transport, turn: Turn) -> float:
    """Seconds between raising the token, while the server is in its turn, and having the caller back."""
    begun = threading.Event()

    def noted(connection: socket.socket, over: threading.Event) -> None:
        begun.set()
        turn(connection, over)

    cancel = CancelToken()
    thread, moment = cancelling(cancel, begun)
    with Hostile(noted) as server:
        with pytest.raises(Cancelled):
            ask(transport, server.url, cancel=cancel, max_bytes=1 << 40)
        seconds = perf_counter() - moment()
    thread.join()
    return seconds


def cancelling(cancel: CancelToken, begun: threading.Event) -> tuple[threading.Thread, Callable[[], float]]:
    """A thread that raises the token a little after `begun`, and when it did."""
    moments: list[float] = []

    def run() -> None:
        begun.wait()
        threading.Event().wait(0.1)
        moments.append(perf_counter())
        cancel.cancel()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, lambda: moments[0]
