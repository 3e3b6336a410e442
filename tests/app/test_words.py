"""Everything the window says has a finished Chinese translation, and the compiled file is the one that is read."""

import re
import subprocess
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from segdesk.app import language, words
from segdesk.app.joining import listed, run_on
from segdesk.app.keymap import native
from segdesk.app.recovery import RecoveryCard
from segdesk.core.errors import EngineError, Reason
from segdesk.core.notes import Loss, Losses, Note, Notice
from segdesk.core.resources import resource

SOURCES = sorted(Path(words.__file__).parent.rglob("*.py"))
CHINESE = resource("i18n", "segdesk_zh_CN.ts")
SAME_IN_CHINESE = {"Tab", "Shift", "Q"}


def tool(name: str, *arguments: object) -> None:
    """Run one of Qt's translation tools."""
    program = next(Path(PySide6.__file__).parent.glob(f"{name}*"))
    subprocess.run([program, *map(str, arguments)], check=True, capture_output=True)


def messages(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    """(context, source) -> translation."""
    found: dict[tuple[str, str], ElementTree.Element] = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[context.findtext("name", ""), message.findtext("source", "")] = translation
    return found


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_the_table_mirrors_reasons_and_notices() -> None:
    assert list(words.REASONS) == [reason.value for reason in Reason]
    assert list(words.NOTICES) == [notice.value for notice in Notice]


def test_every_word_of_the_window_has_a_finished_translation(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    tool("lupdate", *SOURCES, "-ts", fresh, "-locations", "none", "-target-language", "zh_CN")
    translated = messages(CHINESE)
    assert set(messages(fresh)) == set(translated)
    unfinished = [key for key, text in translated.items() if text.get("type") or not text.text]
    assert unfinished == []


def test_translations_keep_every_field_and_are_chinese() -> None:
    for (context, source), translation in messages(CHINESE).items():
        assert fields(source) == fields(translation.text or "")
        if context == "QShortcut":
            # Keys are called by what stands on them.
            continue
        assert source in SAME_IN_CHINESE or re.search(r"[、\u4e00-\u9fff]", translation.text or "") or "{" in source


def test_the_compiled_file_is_that_of_the_source(tmp_path: Path) -> None:
    compiled = tmp_path / "fresh.qm"
    tool("lrelease", CHINESE, "-qm", compiled)
    assert compiled.read_bytes() == CHINESE.with_suffix(".qm").read_bytes()


def test_errors_and_notes_are_said_in_chinese(chinese: list[QTranslator]) -> None:
    error = EngineError(Reason.ENGINE_FAILED, name="local", detail="内存不足")
    assert words.error_words(error).startswith("本地引擎意外停止（内存不足）")
    note = Note.of(Notice.PROMPT_CLIPPED, count=2)
    assert words.note_words(note).startswith("有 2 处标记")
    assert QCoreApplication.translate("Commands", "Keep brush") == "保留笔刷"


def test_sentences_and_names_are_joined_as_the_language_has_it(chinese: list[QTranslator], qapp: QApplication) -> None:
    below = QWidget()
    card = RecoveryCard(below)
    card.offer("李子.png", "12:00", 2)
    assert card.words.endswith("最后改动：12:00。另有 2 项待决定。")
    lost = Losses(((Loss.MASK, 1), (Loss.MAP, 2)))
    assert "、" in words.note_words(Note.of(Notice.PROJECT_DAMAGED, name="李子", lost=lost))
    assert run_on(("One.", "", "Two.")) == "One. Two."
    for translator in chinese:
        qapp.removeTranslator(translator)
    assert listed(("a", "b")) == "a, b"


def test_keys_are_called_by_what_stands_on_them(chinese: list[QTranslator]) -> None:
    assert native("Ctrl+Right") == "Ctrl+→"
    assert native("Alt+Up") == "Alt+↑"
    assert native("Ctrl+Backspace") == "Ctrl+Backspace"


def test_apostrophes_are_curved_and_words_are_the_same_everywhere() -> None:
    for (_, source), translation in messages(CHINESE).items():
        assert not re.search(r"\w'\w", source), source
        assert not re.search("您|点击|点按|修饰|[\u4e00-\u9fff][,;!?]", translation.text or ""), source
        assert "!" not in source


def test_english_is_said_as_it_stands(qapp: QApplication) -> None:
    error = EngineError(Reason.ENGINE_UNKNOWN, name="cloud", known="local")
    assert words.error_words(error) == str(error)


def test_any_chinese_locale_speaks_chinese_and_others_english(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = QLocale()
    for name, speaks in (("zh_CN", True), ("zh_SG", True), ("en_US", False), ("de_DE", False)):
        monkeypatch.setenv(language.ENVIRONMENT, name)
        installed = language.speak(qapp)
        assert bool(installed) is speaks
        for translator in installed:
            qapp.removeTranslator(translator)
    # Numbers in the tests after this one are written as before.
    QLocale.setDefault(before)
