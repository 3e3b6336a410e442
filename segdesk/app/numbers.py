"""Numbers as people write them where the window's language is spoken."""

from PySide6.QtCore import QLocale


def number(value: float, digits: int = 0) -> str:
    """With so many digits behind the point or comma, and thousands apart."""
    return QLocale().toString(float(value), "f", digits)


def weight(size: int) -> str:
    """Bytes in their unit: 12.3 MB."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
