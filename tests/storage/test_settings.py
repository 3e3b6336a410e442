"""Settings survive a restart, whatever was done to their file; keys lie in the system's keyring and nowhere else."""

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from segdesk.core.edgesettings import EdgeMode, EdgeSettings
from segdesk.core.errors import OutputError
from segdesk.core.notes import Notice
from segdesk.storage.folders import config_folder
from segdesk.storage.keys import Keys, Place, Secret
from segdesk.storage.settings import (
    ASIDE_NAME,
    FILE_NAME,
    UNDO_MEGABYTES,
    Brush,
    Language,
    Network,
    Scheme,
    Settings,
    Sight,
    Way,
    load_settings,
    save_settings,
)

CHOSEN = Settings(
    "baidu",
    "http://127.0.0.1:1",
    "http://127.0.0.1:2",
    "http://127.0.0.1:3",
    "/ca.pem",
    ("a", "b"),
    ("/e", "/d"),
    "m",
    Language.CHINESE,
    Scheme.LIGHT,
    512,
    Brush(80.0, 0.5, 0.25),
    Sight("white", (1, 2, 3), 0.5, outline=False),
    Network(Way.PROXY, "http://proxy.example:3128"),
    {"undo": ("Ctrl+U",), "keep": ()},
    EdgeSettings(EdgeMode.SOFT, 0.5, 2.0, -1.5, 2.5, 3.5, 0.25),
    keeps_edges=False,
)
SECRET = "k3y-of-mine"


class Memory:
    """A keyring in memory; a broken one refuses as a locked one does."""

    def __init__(self, *, is_broken: bool = False) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_broken = is_broken

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.is_broken:
            raise RuntimeError("locked")


def test_settings_come_back(tmp_path: Path) -> None:
    assert load_settings(tmp_path).settings == Settings()
    save_settings(CHOSEN, tmp_path / "new" / "folder")
    loaded = load_settings(tmp_path / "new" / "folder")
    assert loaded.settings == CHOSEN
    assert not loaded.notes


def test_settings_lie_in_the_platforms_folder(home: Path) -> None:
    save_settings(CHOSEN)
    assert (config_folder() / FILE_NAME).is_file()
    assert config_folder().is_relative_to(home)
    assert load_settings().settings == CHOSEN


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"3", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_put_aside(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    loaded = load_settings(tmp_path)
    assert loaded.settings == Settings()
    assert [note.notice for note in loaded.notes] == [Notice.SETTINGS_DAMAGED]
    assert (tmp_path / ASIDE_NAME).read_bytes() == content
    assert not load_settings(tmp_path).notes


def test_what_is_unknown_or_of_another_type_counts_as_the_default(tmp_path: Path) -> None:
    odd = {
        "engine": 3,
        "ca_file": None,
        "agreed_hosts": ["a", 4],
        "model_files": "/e",
        "model_mirror": [],
        "baidu_endpoint": "https://b",
        "later": True,
    }
    (tmp_path / FILE_NAME).write_text(json.dumps(odd), encoding="utf-8")
    expected = replace(Settings(), baidu_endpoint="https://b", agreed_hosts=("a",))
    assert load_settings(tmp_path).settings == expected


@pytest.mark.parametrize("nonsense", [None, 3, "x", [], [3], {"x": {}}, True, -1, 1e300])
def test_no_nonsense_under_any_name_breaks_the_settings(tmp_path: Path, nonsense: object) -> None:
    save_settings(CHOSEN, tmp_path)
    path = tmp_path / FILE_NAME
    written = json.loads(path.read_bytes())
    for name in written:
        path.write_text(json.dumps({**written, name: nonsense}), encoding="utf-8")
        loaded = load_settings(tmp_path)
        assert not loaded.notes
        assert UNDO_MEGABYTES[0] <= loaded.settings.undo_megabytes <= UNDO_MEGABYTES[1]
        others = {one.name for one in fields(Settings)} - {name}
        assert {one: getattr(loaded.settings, one) for one in others} == {one: getattr(CHOSEN, one) for one in others}


def test_a_number_beyond_all_floats_is_brought_within_bounds(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"undo_megabytes": 10**400}))
    assert load_settings(tmp_path).settings.undo_megabytes == UNDO_MEGABYTES[1]


def test_a_file_whose_name_is_no_text_is_remembered(tmp_path: Path) -> None:
    chosen = Settings(model_files=("/models/\udcff.onnx",))
    save_settings(chosen, tmp_path)
    assert load_settings(tmp_path).settings == chosen


def test_parts_are_read_one_by_one(tmp_path: Path) -> None:
    odd = {
        "brush": {"diameter": "wide", "hardness": 7, "opacity": 0.5},
        "sight": {"view": "", "colour": [1, 2, 300], "opacity": 0.25, "outline": 1},
        "network": {"way": "pigeon", "proxy": "http://p:1"},
        "language": "zh_CN",
        "shortcuts": {"undo": ["Ctrl+U", 4], "redo": "Ctrl+R", "keep": []},
        "edges": {"mode": "hard", "halo": 2, "width": 0, "shift": -99, "smooth": "much", "invert": True},
    }
    (tmp_path / FILE_NAME).write_text(json.dumps(odd), encoding="utf-8")
    settings = load_settings(tmp_path).settings
    assert settings.brush == replace(Brush(), hardness=1, opacity=0.5)
    assert settings.sight == replace(Sight(), opacity=0.25)
    assert settings.network == Network(Way.SYSTEM, "http://p:1")
    assert settings.language is Language.CHINESE
    assert settings.shortcuts == {"undo": ("Ctrl+U",), "keep": ()}
    assert settings.edges == EdgeSettings(EdgeMode.HARD, width=0.25, shift=-30)


def test_the_way_to_the_network_says_which_proxy_is_asked() -> None:
    asked = [Network(way, "http://p:1").asked for way in Way]
    assert asked == [None, "", "http://p:1"]


def test_a_host_is_agreed_to_once() -> None:
    assert Settings().with_agreed("a").with_agreed("b").with_agreed("a").agreed_hosts == ("a", "b")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        save_settings(CHOSEN, tmp_path / "file")


def test_a_key_is_kept_in_the_keyring() -> None:
    keyring = Memory()
    keys = Keys({}, keyring)
    assert keys.find(Secret.BAIDU_API_KEY) is None
    assert keys.place(Secret.BAIDU_API_KEY) is None
    assert keys.store(Secret.BAIDU_API_KEY, f" {SECRET}\n") is Place.KEYRING
    assert Keys({}, keyring).find(Secret.BAIDU_API_KEY) == SECRET
    assert keys.place(Secret.BAIDU_API_KEY) is Place.KEYRING
    keys.forget(Secret.BAIDU_API_KEY)
    keys.forget(Secret.BAIDU_API_KEY)
    assert not keyring.kept


def test_the_environment_counts_first_and_is_never_stored() -> None:
    keyring = Memory()
    keys = Keys({"SEGDESK_ALIYUN_KEY_SECRET": SECRET, "SEGDESK_ALIYUN_KEY_ID": " "}, keyring)
    assert keys.find(Secret.ALIYUN_KEY_SECRET) == SECRET
    assert keys.place(Secret.ALIYUN_KEY_SECRET) is Place.ENVIRONMENT
    assert keys.find(Secret.ALIYUN_KEY_ID) is None
    assert not keyring.kept


@pytest.mark.parametrize("keyring", [None, Memory(is_broken=True)], ids=["none", "locked"])
def test_without_a_keyring_a_key_lives_for_this_session(
    keyring: Memory | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("segdesk.storage.keys._system_keyring", lambda: keyring)
    keys = Keys({})
    assert keys.store(Secret.BAIDU_SECRET_KEY, SECRET) is Place.SESSION
    assert keys.find(Secret.BAIDU_SECRET_KEY) == SECRET
    assert keys.place(Secret.BAIDU_SECRET_KEY) is Place.SESSION
    assert Keys({}).find(Secret.BAIDU_SECRET_KEY) is None
    keys.forget(Secret.BAIDU_SECRET_KEY)
    assert keys.find(Secret.BAIDU_SECRET_KEY) is None


def test_a_keyring_of_plain_files_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [Memory()])
    assert not Keys({}).has_keyring


def test_no_key_enters_the_settings(home: Path) -> None:
    keys = Keys({}, Memory())
    for secret in Secret:
        keys.store(secret, SECRET)
    save_settings(CHOSEN)
    assert SECRET not in repr(keys)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    assert all(SECRET.encode() not in path.read_bytes() for path in files)


ON_A_DESKTOP = """
import sys
from segdesk.storage.keys import Keys, Place, Secret
word, secret = sys.argv[1], Secret.BAIDU_API_KEY
keys = Keys({})
assert keys.has_keyring
match word:
    case "store":
        assert keys.store(secret, sys.stdin.read()) is Place.KEYRING
    case "find":
        assert keys.place(secret) is Place.KEYRING
        print(keys.find(secret))
    case "forget":
        keys.forget(secret)
        assert Keys({}).find(secret) is None
        print("gone")
"""


def test_a_real_secret_service_keeps_keys_between_processes(home: Path, tmp_path: Path) -> None:
    """gnome-keyring on a session bus of its own; each word runs in a process of its own."""
    script = tmp_path / "desktop.py"
    script.write_text(ON_A_DESKTOP, encoding="utf-8")
    python = f'"{sys.executable}" "{script}"'
    steps = (
        "printf word | gnome-keyring-daemon --unlock --components=secrets >/dev/null",
        f"printf {SECRET} | {python} store",
        f"{python} find",
        f"{python} forget",
    )
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = ["dbus-run-session", "--", "sh", "-ec", "\n".join(steps)]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [SECRET, "gone"]
    assert list(home.rglob("*.keyring"))
    assert all(SECRET.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())
