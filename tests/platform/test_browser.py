"""Only harmless addresses reach the system."""

import pytest

from onetool_desktop.platform.browser import NoBrowserError, UnsafeLinkError, open_url


class Opened:
    """A system that notes what it is asked to open."""

    def __init__(self, *, takes: bool = True) -> None:
        self.urls: list[str] = []
        self._takes = takes

    def __call__(self, url: str) -> bool:
        self.urls.append(url)
        return self._takes


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/path?q=1#x",
        "https://[2001:db8::1]:8443/",
        "HTTPS://EXAMPLE.COM",
        "mailto:ann@example.com?subject=Quote%201",
        "tel:+491701234567",
    ],
)
def test_web_mail_and_telephone_addresses_are_opened_as_they_are(url: str) -> None:
    opened = Opened()
    open_url(url, opener=opened)
    assert opened.urls == [url]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "http://example.com",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ms-settings:privacy",
        "smb://server/share",
        "https://",
        "https:///path",
        "https://good.example@evil.example/",
        "https://user:word@example.com/",
        "https://example.com\\@evil.example/",
        "https://example.com/a b",
        "https://example.com/\nhttps://evil.example",
        "https://example.com/\x00",
        "https://exämple.com/",
        "https://[::1/",
        " https://example.com",
        "-https://example.com",
        "--help",
        "mailto:",
        "tel:",
        "mailto://host/x",
        "https://example.com/" + "a" * 8_000,
    ],
)
def test_every_other_address_is_refused_unopened(url: str) -> None:
    opened = Opened()
    with pytest.raises(UnsafeLinkError):
        open_url(url, opener=opened)
    assert opened.urls == []


def test_a_computer_without_a_browser_is_a_sentence() -> None:
    with pytest.raises(NoBrowserError, match="standard browser"):
        open_url("https://example.com", opener=Opened(takes=False))
