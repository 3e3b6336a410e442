"""The engines that ask a cloud: a page for each, with its keys, its addresses and a test of both."""

from collections.abc import Callable
from dataclasses import asdict, replace

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QToolButton

from segdesk.app.clouds import Clouds, Typed
from segdesk.app.preferences.cloudpage import CloudPage, plans
from segdesk.app.preferences.page import Page, quiet
from segdesk.app.theme import Palette
from segdesk.app.words import engine_words, error_words
from segdesk.core.errors import EngineError
from segdesk.storage.settings import Settings


class EnginesPage(Page):
    """Opens on one cloud's page. Keys are tried here and forgotten here; the sheet keeps them."""

    def __init__(self, clouds: Clouds, settings: Callable[[], Settings]) -> None:
        """`settings` tells what is entered on all pages, which a test of keys goes by."""
        super().__init__()
        self._clouds, self._settings = clouds, settings
        self.has_forgotten = False
        """Whether keys were forgotten."""
        default = Settings()
        made = (CloudPage(plan) for plan in plans(default.baidu_endpoint, default.aliyun_endpoint))
        self.pages = {page.plan.engine: page for page in made}
        self.buttons: dict[str, QToolButton] = {}
        self._note, self._pile = quiet(""), QStackedLayout()
        self._arrange()
        for page in self.pages.values():
            page.test_asked.connect(self._on_test_asked)
            page.forget_asked.connect(self._on_forget_asked)
        clouds.changed.connect(self._on_changed)
        clouds.tried.connect(self._on_tried)
        self.turn_to(next(iter(self.pages)))
        self._on_changed()

    @property
    def note(self) -> str:
        """What to know about keys on this computer."""
        return self._note.text()

    @property
    def typed(self) -> Typed:
        """The keys that differ from those that are stored."""
        return {secret: text for page in self.pages.values() for secret, text in page.typed.items()}

    def show_settings(self, settings: Settings) -> None:
        values = asdict(settings)
        for page in self.pages.values():
            page.show_addresses(values)

    def read(self, settings: Settings) -> Settings:
        texts: dict[str, str] = {}
        for page in self.pages.values():
            texts |= page.texts
        return replace(settings, **texts)  # type: ignore[arg-type]

    def dress(self, palette: Palette) -> None:
        for page in self.pages.values():
            page.dress(palette)

    def turn_to(self, engine: str) -> None:
        """Show a cloud's page."""
        self.buttons[engine].setChecked(True)
        self._pile.setCurrentWidget(self.pages[engine])

    def begin(self) -> None:
        """On the first thing that is missing."""
        page = next(page for page in self.pages.values() if page is self._pile.currentWidget())
        address = next(iter(page.addresses.values()))
        empty = [field for field in page.keys if not field.text and not field.line.isReadOnly()]
        missing = [address] if page.plan.is_warning and not address.text() else empty
        (missing or [page.keys[0]])[0].setFocus()

    def _arrange(self) -> None:
        for page in self.pages.values():
            self._pile.addWidget(page)
        self.column.addWidget(self._switch())
        self.column.addLayout(self._pile)
        self.column.addStretch(1)
        self.column.addWidget(self._note)

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
            button.clicked.connect(lambda _=False, engine=engine: self.turn_to(engine))
            group.addButton(button)
            row.addWidget(button)
        return frame

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
        self._clouds.try_keys(engine, self._settings(), self.pages[engine].all_keys)

    def _on_forget_asked(self, engine: str) -> None:
        for field in self.pages[engine].keys:
            if not field.line.isReadOnly():
                field.clear()
        self.has_forgotten = True
        self._clouds.forget(engine)

    def _on_tried(self, engine: str, error: EngineError | None) -> None:
        self.pages[engine].show_outcome(error, "" if error is None else error_words(error))
