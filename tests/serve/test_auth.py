"""Keys, nonces and tokens by themselves."""

from pathlib import Path

import pytest

from segdesk.serve.auth import ENVIRONMENT, Keys, KeysUnreadable, NonceLog, Tokens
from segdesk.wire.aliyun_errors import AliyunFault
from segdesk.wire.baidu_auth import TOKEN_LIFE, BaiduKeys
from segdesk.wire.baidu_errors import BaiduFault
from tests.serve.live import ALIYUN, BAIDU, KEYS, KEYS_FILE, TEMPORARY

ALL = {
    **dict(zip(ENVIRONMENT["aliyun"], ("a", "b"), strict=True)),
    **dict(zip(ENVIRONMENT["baidu"], "cd", strict=True)),
}


class Clock:
    """Time that a test moves."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_keys_come_from_the_file_and_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(KEYS_FILE, encoding="utf-8")
    keys = Keys.load(ALL, path)
    assert keys.aliyun[:2] == (ALIYUN, TEMPORARY)
    assert keys.baidu[0] == BAIDU
    assert [keys.aliyun_secret(name) for name in ("testak", "a", "nobody")] == ["testsecret", "b", None]
    assert [keys.baidu_secret(name) for name in ("testbduak", "c", "nobody")] == ["testbdusk", "d", None]


def test_without_keys_the_server_is_open() -> None:
    assert Keys.load({}, None).is_open
    assert not Keys.load(ALL, None).is_open


def test_half_a_pair_is_refused() -> None:
    for name, value in ALL.items():
        with pytest.raises(KeysUnreadable, match="together"):
            Keys.load({name: value}, None)


@pytest.mark.parametrize(
    "content",
    [
        "not toml with s3cret",
        "[aliyun]\nkey_id = 's3cret'",
        "[[aliyun]]\nkey_id = 's3cret'",
        "[[aliyun]]\nkey_id = 's3cret'\nkey_secret = 5",
        "[[aliyun]]\nkey_id = 's3cret'\nkey_secret = ''",
        "[[aliyun]]\nkey_id = 's3cret'\nkey_secret = 'x'\nmore = 'y'",
        "[[baidu]]\napi_key = 's3cret'\nsecret_key = 'x'\nsecurity_token = 'y'",
        "baidu = ['s3cret']",
        "[[oracle]]\nkey = 's3cret'",
    ],
)
def test_a_damaged_file_is_refused_without_quoting_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeysUnreadable) as caught:
        Keys.load({}, path)
    assert "s3cret" not in str(caught.value)
    assert "keys.toml" in str(caught.value) or "[[" in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KeysUnreadable, match="No such file"):
        Keys.load({}, tmp_path / "keys.toml")


def test_keys_do_not_print_themselves() -> None:
    assert not any(secret in repr(KEYS) for secret in ("testsecret", "testbdusk", "ststoken"))


def test_a_nonce_counts_once_until_no_request_with_it_can_be_valid() -> None:
    clock = Clock()
    nonces = NonceLog(clock)
    assert nonces("one")
    assert not nonces("one")
    clock.now += 30 * 60 - 1
    assert not nonces("one")
    clock.now += 1
    assert nonces("one")
    assert len(nonces) == 1


def test_too_many_nonces_are_refused_rather_than_forgotten() -> None:
    clock = Clock()
    nonces = NonceLog(clock, most=2)
    assert nonces("one")
    assert nonces("two")
    with pytest.raises(AliyunFault) as caught:
        nonces("three")
    assert caught.value.code.startswith("Throttling")
    assert not nonces("one")
    clock.now += 30 * 60
    assert nonces("three")


def test_a_token_is_good_for_thirty_days_and_for_every_server_with_the_keys() -> None:
    clock = Clock()
    token = Tokens(KEYS, clock).issue("testbduak").access_token
    clock.now += TOKEN_LIFE - 1
    Tokens(KEYS, clock).check(token)
    clock.now += 1
    with pytest.raises(BaiduFault) as caught:
        Tokens(KEYS, clock).check(token)
    assert caught.value.code == 111


@pytest.mark.parametrize("at", [5, 40, 70, 80, 90, -1])
def test_a_changed_token_is_refused(at: int) -> None:
    tokens = Tokens(KEYS, Clock())
    token = tokens.issue("testbduak").access_token
    changed = token[:at] + ("1" if token[at] != "1" else "2") + token[at:][1:]
    with pytest.raises(BaiduFault) as caught:
        tokens.check(changed)
    assert caught.value.code == 110


def test_a_token_of_another_secret_is_refused() -> None:
    token = Tokens(Keys(baidu=(BaiduKeys("testbduak", "other"),)), Clock()).issue("testbduak").access_token
    with pytest.raises(BaiduFault):
        Tokens(KEYS, Clock()).check(token)
