"""Numbers are written as people write them where the window's language is spoken."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from segdesk.app.numbers import number, span, weight
from segdesk.app.window import Window


@pytest.fixture(params=["en_US", "zh_CN", "de_DE"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)


def test_thousands_and_fractions_follow_the_language(spoken: str) -> None:
    said = (number(1234.6), number(0.75, 1), weight(12_345_678))
    by_point = ("1,235", "0.8", "12.3 MB")
    assert said == {"en_US": by_point, "zh_CN": by_point, "de_DE": ("1.235", "0,8", "12,3 MB")}[spoken]


def test_a_wait_is_never_a_thousand_of_the_smaller_unit(spoken: str) -> None:
    assert [span(seconds) for seconds in (0.0836, 0.9994)] == ["84 ms", "999 ms"]
    assert span(0.9996) == span(1.0) == ("1,0 s" if spoken == "de_DE" else "1.0 s")


def test_the_status_line_counts_in_the_language(spoken: str, window: Window) -> None:
    window.session.answered.emit("local", 1.234)
    assert ("1,2 s" if spoken == "de_DE" else "1.2 s") in window.status.engine
    window.session.answered.emit("local", 0.0836)
    assert "84 ms" in window.status.engine
