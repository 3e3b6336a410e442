"""A report of a failure says what went wrong and where, and nothing that is nobody's business."""

from pathlib import Path

import pytest

from segdesk.storage.crashes import KEPT, described, ended, keep_report, redacted

KEY = "LTAI5tQyF3xWc9ZpH7bV2nKd"
TOKEN = "24.6c5e1ff107f0e8bcef8c46d3424a0e78.2592000.1485516651.282335-8574074"
HOME = Path("/homes/wei")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (f"GET https://aip.example/seg?access_token={TOKEN} failed", "GET https://aip.example/seg?[hidden] failed"),
        (f"https://a.example/x#{KEY}", "https://a.example/x?[hidden]"),
        ("proxy http://wei:pass@proxy.example:3128 refused", "proxy http://proxy.example:3128 refused"),
        ("secret_key='hush hush'", "secret_key=[hidden]"),
        ('{"api_key": "abc", "size": 3}', '{"api_key": [hidden], "size": 3}'),
        ("Authorization: Bearer abc.def", "Authorization: [hidden]"),
        (f"rejected {KEY}", "rejected [hidden]"),
        ("cannot open /homes/wei/pictures/plum.png", "cannot open ~/pictures/plum.png"),
        ("the word is hush-hush now", "the word is [hidden] now"),
    ],
)
def test_secrets_are_taken_out(said: str, left: str) -> None:
    assert redacted(said, environment={"SEGDESK_BAIDU_SECRET_KEY": "hush-hush"}, home=HOME) == left


@pytest.mark.parametrize(
    "said",
    [
        '  File "/opt/segdesk/app/window2026/canvas/very-long-name-of-a-folder/x.py", line 12, in paint',
        "ValueError: operands could not be broadcast together with shapes (3000,4000) (4000,3000)",
        "    self._on_viewport_changed_again_and_again_2(viewport)",
    ],
)
def test_what_helps_to_mend_it_stays(said: str) -> None:
    assert redacted(said, environment={"PATH": "/opt", "KEY": "on"}, home=HOME) == said


def test_a_report_tells_place_and_versions() -> None:
    try:
        raise ValueError(f"token={TOKEN}")
    except ValueError as error:
        report = described(error, where="engine", versions={"SegDesk": "1.2"})
    assert "SegDesk 1.2" in report
    assert "“engine”" in report
    assert "in test_a_report_tells_place_and_versions" in report
    assert TOKEN not in report
    assert "ValueError: token=[hidden]" in report


def test_the_newest_reports_stay(tmp_path: Path) -> None:
    kept = [keep_report(ended(f"Fault {number}", versions={}), tmp_path / "reports") for number in range(KEPT + 3)]
    assert sorted((tmp_path / "reports").iterdir()) == kept[3:]
    last = kept[-1]
    assert last is not None
    assert f"Fault {KEPT + 2}" in last.read_text("utf-8")


def test_where_nothing_can_be_written_no_report_is_promised(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert keep_report("x", tmp_path / "file") is None
