"""The settings of the engines that ask a cloud: a page for each, one authority for both, and a button that saves."""

from dataclasses import asdict, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.cloudpage import LABEL_WIDTH, CloudPage, plans
from segdesk.app.clouds import Clouds
from segdesk.app.theme import Palette
from segdesk.app.widgets import Sheet, label
from segdesk.app.words import engine_words, error_words
from segdesk.core.errors import EngineError, SegDeskError
from segdesk.storage.settings import Settings

WIDTH = 560
MARGIN = 20


class EngineSettings(Sheet):
    """Opens on one cloud's page; nothing is kept before "Save"."""

    def __init__(self, clouds: Clouds, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self.setWindowTitle(self.tr("Engine settings"))
        self._clouds = clouds
        self.has_changed = False
        """Whether anything was stored or forgotten."""
        default = Settings()
        made = (CloudPage(plan) for plan in plans(default.baidu_endpoint, default.aliyun_endpoint))
        self.pages = {page.plan.engine: page for page in made}
        self.buttons: dict[str, QToolButton] = {}
        self.authority, self.choose = QLineEdit(), QPushButton(self.tr("Choose…"))
        self.save, self.cancel = QPushButton(self.tr("Save")), QPushButton(self.tr("Cancel"))
        self._note, self._failure = label(role="dim"), label()
        self._pile = QStackedLayout()
        self._arrange()
        self._connect()
        self._show_settings()
        self._on_changed()
        self.dress(palette)
        clouds.look()

    def show_page(self, engine: str) -> None:
        """Turn to a cloud's page, on the first thing that is missing there."""
        page = self.pages[engine]
        self.buttons[engine].setChecked(True)
        self._pile.setCurrentWidget(page)
        address = next(iter(page.addresses.values()))
        empty = [field for field in page.keys if not field.text and not field.line.isReadOnly()]
        missing = [address] if page.plan.is_warning and not address.text() else empty
        (missing or [page.keys[0]])[0].setFocus()

    @property
    def failure(self) -> str:
        """Why saving went wrong; empty while it did not."""
        return self._failure.text()

    @property
    def note(self) -> str:
        """What to know about keys on this computer."""
        return self._note.text()

    def dress(self, palette: Palette) -> None:
        for page in self.pages.values():
            page.dress(palette)
        self._failure.setStyleSheet(f"color: {palette.remove};")

    def settings(self) -> Settings:
        """The settings as they are entered."""
        texts: dict[str, str] = {"ca_file": self.authority.text().strip()}
        for page in self.pages.values():
            texts |= page.texts
        return replace(self._clouds.settings, **texts)  # type: ignore[arg-type]

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, MARGIN, 0, 0)
        column.setSpacing(0)
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        body.setSpacing(16)
        body.addWidget(self._switch())
        for page in self.pages.values():
            self._pile.addWidget(page)
        body.addLayout(self._pile)
        body.addWidget(_rule())
        body.addLayout(self._authority_row())
        for words in (self._note, self._failure):
            words.setWordWrap(True)
            body.addWidget(words)
        self._failure.hide()
        column.addLayout(body)
        self.cancel.setAutoDefault(False)
        column.addWidget(self.foot(self.cancel, self.save))

    def _switch(self) -> QFrame:
        frame, group = QFrame(), QButtonGroup(self)
        frame.setObjectName("segments")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        for engine in self.pages:
            button = self.buttons[engine] = QToolButton()
            button.setText(engine_words(engine))
            button.setProperty("role", "word")
            button.setCheckable(True)
            button.setFixedHeight(28)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, engine=engine: self._turn_to(engine))
            group.addButton(button)
            row.addWidget(button)
        return frame

    def _authority_row(self) -> QHBoxLayout:
        words = label(self.tr("Certificate"), "dim")
        words.setFixedWidth(LABEL_WIDTH)
        words.setBuddy(self.authority)
        self.authority.setAccessibleName(self.tr("Certificate authority of your own, a PEM file"))
        self.authority.setPlaceholderText(self.tr("PEM file of an authority of your own"))
        self.choose.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(words)
        row.addSpacing(4)
        row.addWidget(self.authority, 1)
        row.addWidget(self.choose)
        return row

    def _connect(self) -> None:
        for page in self.pages.values():
            page.test_asked.connect(self._on_test_asked)
            page.forget_asked.connect(self._on_forget_asked)
        self.choose.clicked.connect(self._choose_authority)
        self.cancel.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        self._clouds.changed.connect(self._on_changed)
        self._clouds.tried.connect(self._on_tried)
        self._clouds.saved.connect(self._on_saved)
        self._clouds.failed.connect(self._on_failed)
        self.finished.connect(lambda _: self._clouds.stop_trying())

    def _show_settings(self) -> None:
        values = asdict(self._clouds.settings)
        for page in self.pages.values():
            page.show_addresses(values)
        self.authority.setText(values["ca_file"])

    def _turn_to(self, engine: str) -> None:
        self._pile.setCurrentWidget(self.pages[engine])

    def _choose_authority(self) -> None:
        kinds = self.tr("Certificates (*.pem *.crt *.cer);;All files (*)")
        folder = str(Path(self.authority.text()).parent) if self.authority.text() else ""
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a certificate authority"), folder, kinds)
        if chosen:
            self.authority.setText(chosen)

    def _on_changed(self) -> None:
        kept = self._clouds.kept
        for page in self.pages.values():
            page.show_keys(kept)
        has_none = kept is not None and not kept.has_keyring
        words = self.tr("This computer has no keyring, so keys are kept only until SegDesk is closed.")
        self._note.setText(words if has_none else "")
        self._note.setVisible(has_none)

    def _on_test_asked(self, engine: str) -> None:
        for page in self.pages.values():
            page.show_result("", None)
        self.pages[engine].show_testing()
        self._clouds.try_keys(engine, self.settings(), self.pages[engine].all_keys)

    def _on_forget_asked(self, engine: str) -> None:
        for field in self.pages[engine].keys:
            if not field.line.isReadOnly():
                field.clear()
        self.has_changed = True
        self._clouds.forget(engine)

    def _on_tried(self, engine: str, error: EngineError | None) -> None:
        self.pages[engine].show_outcome(error, "" if error is None else error_words(error))

    def _on_save(self) -> None:
        typed = {secret: text for page in self.pages.values() for secret, text in page.typed.items()}
        self.save.setEnabled(False)
        self._failure.hide()
        self._clouds.save(self.settings(), typed)

    def _on_saved(self) -> None:
        self.has_changed = True
        self.accept()

    def _on_failed(self, error: SegDeskError) -> None:
        self.save.setEnabled(True)
        self._failure.setText(error_words(error))
        self._failure.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focused, QAbstractButton):
            # Without this Enter would save, whichever button it was meant for.
            focused.click()
        else:
            super().keyPressEvent(event)


def _rule() -> QFrame:
    line = QFrame()
    line.setObjectName("railLine")
    line.setFixedHeight(1)
    return line
