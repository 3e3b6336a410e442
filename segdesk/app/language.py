"""Which language the window speaks: the system's, or what the environment asks for; English is the source."""

import os
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from segdesk.core.resources import resource

ENVIRONMENT: Final = "SEGDESK_LANGUAGE"


def locale() -> QLocale:
    """The locale to speak in."""
    forced = os.environ.get(ENVIRONMENT)
    return QLocale(forced) if forced else QLocale.system()


def speak(application: QCoreApplication) -> list[QTranslator]:
    """Install the translations of this program and of Qt's own dialogs; the application keeps them."""
    wanted = locale()
    QLocale.setDefault(wanted)
    installed: list[QTranslator] = []
    if wanted.language() is not QLocale.Language.Chinese:
        return installed
    folders = (("segdesk", str(resource("i18n"))), ("qtbase", _qt_folder()))
    for name, folder in folders:
        translator = QTranslator(application)
        if translator.load(f"{name}_zh_CN", folder):
            application.installTranslator(translator)
            installed.append(translator)
    return installed


def _qt_folder() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
