"""Which language the window speaks: the environment's, the person's or the system's; English is the source."""

import os
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from segdesk.app.marks import QT_TRANSLATE_NOOP
from segdesk.core.resources import resource
from segdesk.storage.settings import Language

ENVIRONMENT: Final = "SEGDESK_LANGUAGE"
KEYS: Final = (
    QT_TRANSLATE_NOOP("QShortcut", "Left"),
    QT_TRANSLATE_NOOP("QShortcut", "Right"),
    QT_TRANSLATE_NOOP("QShortcut", "Up"),
    QT_TRANSLATE_NOOP("QShortcut", "Down"),
    QT_TRANSLATE_NOOP("QShortcut", "Backspace"),
)
"""Keys that Qt's own translation calls by words that stand on no keyboard."""


def locale(language: Language = Language.SYSTEM) -> QLocale:
    """The locale to speak and to count in."""
    own = "" if language is Language.SYSTEM else language.value
    wanted = os.environ.get(ENVIRONMENT) or own
    return QLocale(wanted) if wanted else QLocale.system()


def speak(application: QCoreApplication, language: Language = Language.SYSTEM) -> list[QTranslator]:
    """Install the translations of this program and of Qt's own dialogs; the application keeps them."""
    wanted = locale(language)
    QLocale.setDefault(wanted)
    installed: list[QTranslator] = []
    if wanted.language() is not QLocale.Language.Chinese:
        return installed
    # What is installed last is asked first.
    folders = (("qtbase", _qt_folder()), ("segdesk", str(resource("i18n"))))
    for name, folder in folders:
        translator = QTranslator(application)
        if translator.load(f"{name}_zh_CN", folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed


def _qt_folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
