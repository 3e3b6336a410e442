"""Numbers as people write them where the window's language is spoken."""

from PySide6.QtCore import QLocale


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
