"""What can be set about one cloud: its keys, its addresses, and a test of both."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from segdesk.app.clouds import SECRETS, Kept, Typed
from segdesk.app.icons import pixmap
from segdesk.app.preferences.keyfield import KeyField
from segdesk.app.theme import Palette
from segdesk.app.widgets import label
from segdesk.core.errors import EngineError
from segdesk.storage.keys import Place

LABEL_WIDTH: Final = 128


@dataclass(frozen=True)
class Address:
    """A setting that holds an address: the setting's name, what it is called, its default and what to type."""

    name: str
    words: str
    default: str
    example: str


@dataclass(frozen=True)
class Plan:
    """What a cloud's page shows. `addresses` after the first one wait under "Advanced"."""

    engine: str
    intro: str
    is_warning: bool
    keys: tuple[str, str]
    """The vendor's own names, which are not translated."""
    addresses: tuple[Address, ...]


class CloudPage(QWidget):
    """Keys, addresses, test. It stores nothing itself."""

    test_asked = Signal(str)
    forget_asked = Signal(str)

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self._palette: Palette | None = None
        self._outcome: bool | None = None
        self.keys = [KeyField(*pair) for pair in zip(SECRETS[plan.engine], plan.keys, strict=True)]
        self.addresses = {address.name: _line(address) for address in plan.addresses}
        self.test, self.forget = QPushButton(self.tr("Test")), QPushButton(self.tr("Forget keys"))
        self.advanced = QPushButton()
        self._sign, self._result, self._warning = QLabel(), label(), QLabel()
        self._hidden_rows: list[QWidget] = []
        self._arrange()
        for field in self.keys:
            field.edited.connect(self._on_edited)
        for line in self.addresses.values():
            line.textEdited.connect(self._on_edited)
        self.test.clicked.connect(lambda: self.test_asked.emit(plan.engine))
        self.forget.clicked.connect(lambda: self.forget_asked.emit(plan.engine))
        self.advanced.clicked.connect(lambda: self._show_advanced(not self._is_advanced))
        self._show_advanced(False)
        self.show_result("", None)

    @property
    def typed(self) -> Typed:
        """The keys that differ from those that are stored."""
        return {field.secret: field.text for field in self.keys if field.is_changed}

    @property
    def all_keys(self) -> Typed:
        """The keys as they stand, changed or not."""
        return {field.secret: field.text for field in self.keys}

    @property
    def texts(self) -> dict[str, str]:
        """Setting -> address as it stands; an empty field is the default."""
        defaults = {address.name: address.default for address in self.plan.addresses}
        return {name: line.text().strip() or defaults[name] for name, line in self.addresses.items()}

    @property
    def result(self) -> str:
        """What the last test said."""
        return self._result.text()

    def show_addresses(self, values: dict[str, str]) -> None:
        for address in self.plan.addresses:
            value = values[address.name]
            self.addresses[address.name].setText("" if value == address.default else value)
        self._show_advanced(any(self.addresses[one.name].text() for one in self.plan.addresses[1:]))

    def show_keys(self, kept: Kept | None) -> None:
        """The keys that are stored, where they are known yet."""
        for field in self.keys:
            field.show_key(None if kept is None else kept.keys.get(field.secret))
        places = [] if kept is None else [found.place for one, found in kept.keys.items() if one in self.all_keys]
        self.forget.setEnabled(any(place is not Place.ENVIRONMENT for place in places))
        self._enable()

    def show_testing(self) -> None:
        self.show_result(self.tr("Asking…"), None)
        self.test.setEnabled(False)

    def show_result(self, words: str, is_good: bool | None) -> None:
        """What a test found; None is neither good nor bad."""
        self._result.setText(words)
        self._outcome = is_good
        self._sign.setVisible(bool(words) and is_good is not None)
        self._dress_sign()
        self._enable()

    def show_outcome(self, error: EngineError | None, words: str) -> None:
        good = self.tr("The keys work.")
        self.show_result(good if error is None else words, error is None)

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        for field in self.keys:
            field.dress(palette)
        self._warning.setPixmap(pixmap("warning", palette.dim, size=20, ratio=self.devicePixelRatioF()))
        self._dress_sign()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self._intro())
        column.addLayout(self._grid())
        column.addLayout(self._test_row())
        column.addStretch(1)

    def _intro(self) -> QWidget:
        words = label(self.plan.intro, "value" if self.plan.is_warning else "dim")
        words.setWordWrap(True)
        if not self.plan.is_warning:
            return words
        callout = QFrame()
        callout.setObjectName("callout")
        row = QHBoxLayout(callout)
        row.setContentsMargins(12, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        return callout

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for field, name in zip(self.keys, self.plan.keys, strict=True):
            _add_row(grid, name, field)
        for index, address in enumerate(self.plan.addresses):
            if index == 1:
                self.advanced.setProperty("role", "link")
                grid.addWidget(self.advanced, grid.rowCount(), 1, Qt.AlignmentFlag.AlignLeft)
            name = _add_row(grid, address.words, self.addresses[address.name])
            if index:
                self._hidden_rows += [name, self.addresses[address.name]]
        return grid

    def _test_row(self) -> QHBoxLayout:
        self._result.setWordWrap(True)
        self._result.setAccessibleName(self.tr("What the test found"))
        self.forget.setProperty("role", "link")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.test, 0, Qt.AlignmentFlag.AlignTop)
        row.addSpacing(4)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._result, 1)
        row.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignTop)
        self._sign.setFixedHeight(32)
        self._result.setMinimumHeight(32)
        for button in (self.test, self.forget, self.advanced):
            button.setAutoDefault(False)
        return row

    def _show_advanced(self, is_shown: bool) -> None:
        self._is_advanced = is_shown
        self.advanced.setVisible(bool(self._hidden_rows))
        self.advanced.setText(self.tr("Hide advanced") if is_shown else self.tr("Advanced"))
        for part in self._hidden_rows:
            part.setVisible(is_shown)

    def _on_edited(self) -> None:
        self.show_result("", None)

    def _enable(self) -> None:
        self.test.setEnabled(all(self.all_keys.values()))

    def _dress_sign(self) -> None:
        if self._palette is not None:
            name, shade = ("done", self._palette.keep) if self._outcome else ("warning", self._palette.remove)
            self._sign.setPixmap(pixmap(name, shade, size=18, ratio=self.devicePixelRatioF()))


def plans(baidu_default: str, aliyun_default: str) -> tuple[Plan, Plan]:
    """Both clouds, with their own addresses as defaults."""
    aliyun_intro = QCoreApplication.translate(
        "CloudPage",
        "Alibaba Cloud ended its public service on 2025-10-14. To use this engine, start “segdesk serve” on a "
        "machine of yours, then enter its address and its keys here.",
    )
    baidu_intro = QCoreApplication.translate(
        "CloudPage", "Finds the main subject, or what is in boxes. Baidu gives out its keys by invitation only."
    )
    own = QCoreApplication.translate("CloudPage", "Address")
    example = "https://studio.example:8710"
    upload = Address(
        "aliyun_upload_endpoint",
        QCoreApplication.translate("CloudPage", "Upload address"),
        "",
        QCoreApplication.translate("CloudPage", "As above"),
    )
    return (
        Plan(
            "baidu",
            baidu_intro,
            False,
            ("API Key", "Secret Key"),
            (Address("baidu_endpoint", own, baidu_default, baidu_default),),
        ),
        Plan(
            "aliyun",
            aliyun_intro,
            True,
            ("AccessKey ID", "AccessKey Secret"),
            (Address("aliyun_endpoint", own, aliyun_default, example), upload),
        ),
    )


def _line(address: Address) -> QLineEdit:
    line = QLineEdit()
    line.setPlaceholderText(address.example)
    line.setAccessibleName(address.words)
    return line


def _add_row(grid: QGridLayout, name: str, field: QWidget) -> QLabel:
    row = grid.rowCount()
    words = label(name, "dim")
    words.setFixedHeight(32)
    words.setBuddy(field)
    grid.addWidget(words, row, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(field, row, 1)
    return words
