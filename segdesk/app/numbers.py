"""Numbers as people write them where the window's language is spoken."""

from PySide6.QtCore import QCoreApplication, QLocale


def number(value: float, digits: int = 0) -> str:
    """With so many digits behind the point or comma, and thousands apart."""
    return QLocale().toString(float(value), "f", digits)


def weight(size: int) -> str:
    """Bytes in their unit: 12.3 MB."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def rough_weight(size: int) -> str:
    """Bytes that are estimated: with a digit behind the point only where there is but one before it."""
    locale, unit = QLocale(), QLocale.DataSizeFormat.DataSizeSIFormat
    leading = size
    while leading >= 1000:
        leading /= 1000
    return locale.formattedDataSize(size, 1 if leading < 10 else 0, unit)


def span(seconds: float) -> str:
    """A time that was waited: 84 ms, or 1.2 s from a second on."""
    if round(1000 * seconds) < 1000:
        return QCoreApplication.translate("Numbers", "{count} ms").format(count=number(1000 * seconds))
    return QCoreApplication.translate("Numbers", "{count} s").format(count=number(seconds, 1))
