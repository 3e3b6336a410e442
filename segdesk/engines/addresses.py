"""What an address says of where it leads, as it is written: nothing is looked up."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this computer's own, as written: no name is looked up."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(url: str, *, with_port: bool = False) -> str:
    """The host an address names, in lower case and with its port where that is asked for; empty when it names none."""
    try:
        parts = urlsplit(url)
        return parts.netloc.rpartition("@")[2].lower() if with_port else parts.hostname or ""
    except ValueError:
        return ""


def secured(url: str) -> str:
    """The address by HTTPS where plain HTTP would leave this computer."""
    is_plain = url.lower().startswith("http://") and not is_loopback(host_of(url))
    return f"https{url[4:]}" if is_plain else url


def is_proxy(address: str) -> bool:
    """Whether a proxy can be reached by an address: by HTTP, HTTPS or SOCKS 5, naming a host, no user and no path."""
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in ("http", "https", "socks5", "socks5h") and bool(parts.hostname)
        return is_whole and parts.port != 0 and "@" not in parts.netloc and parts.path in ("", "/") and not parts.query
    except ValueError:
        return False
