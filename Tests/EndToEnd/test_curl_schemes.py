"""Which schemes may be used: `--proto` and `--proto-redir` know WebSockets too, and `--proto-default`."""

import re

import pytest

from harness import scripts


@pytest.mark.parametrize(
    "words, url, status",
    [
        ("--proto =https", "ws", 1),
        ("--proto =http", "ws", 1),
        ("--proto =wss", "ws", 1),
        ("--proto -ws", "ws", 1),
        ("--proto =ws", "ws", 0),
        ("--proto =ws", "http", 1),
        ("--proto =http,ws", "http", 0),
        ("--proto -ws", "http", 1),
        ("--proto =http", "http", 1),
        ("--proto =http,wss", "http", 1),
        ("--proto-redir -all", "http", 0),
        ("--proto =http --upgrade websocket", "http", 1),
        ("--proto =ws --upgrade websocket", "http", 0),
    ],
)
def test_a_websocket_is_a_scheme_of_its_own(upshift, serve, words, url, status):
    """Where the URL is one of http, a 426 leads to the WebSocket."""
    offers = url == "ws" or "--upgrade" in words
    handshake = (scripts.echo(),) if status == 0 else ()
    first = () if offers or words == "--proto =ws" else (scripts.upgrade_required("Upgrade: websocket"),)
    server = serve(*first, *handshake)
    result = upshift(*words.split(), "--count", 1, server.url("/x", scheme=url), stdin=b"hello\n")
    assert (result.status, result.text) == (status, "" if status else "hello\n"), result
    assert status == 0 or re.search(r'the scheme "\w+" is not among those that --proto allows', result.err)


@pytest.mark.parametrize("words, is_followed", [("--proto =http", False), ("--proto =http,https", True), ("--proto -https", False)])
def test_a_426_to_tls_is_a_change_of_scheme(upshift, serve, tls, words, is_followed):
    server = serve(scripts.upgrade_required("Upgrade: TLS/1.2, HTTP/1.1"), repeat=True)
    result = upshift(*words.split(), "--cacert", tls.ca, server.url("/x"))
    assert (result.status == 1) == (not is_followed), result
    assert len(server.peers) == 1 + is_followed
    server._errors.clear()


@pytest.mark.parametrize("words", ["--proto =https", "--proto =http"])
def test_tls_in_place_begins_in_the_clear(upshift, words):
    result = upshift(*words.split(), "--tls-upgrade", "in-place", "--upgrade", "TLS/1.3", "http://127.0.0.1:1/")
    assert result.status == 1 and "--proto allows" in result.err, result


@pytest.mark.parametrize(
    "words, status",
    [
        ("--proto-redir =ws", 0),
        ("--proto-redir =wss", 1),
        ("--proto-redir -ws", 1),
        ("--proto-redir =http", 1),
        ("--proto-redir -all", 1),
        ("--proto =ws", 0),
        ("--proto =ws --proto-redir -ws", 1),
    ],
)
@pytest.mark.parametrize("location", ["/y", "ws://127.0.0.1:{}/y", "http://127.0.0.1:{}/y"])
def test_a_handshake_is_redirected_where_it_may_be(upshift, serve, words, status, location):
    ports = []

    def redirect(peer) -> None:
        peer.head()
        peer.answer("302 Found", "Location: " + location.format(ports[0]), "Connection: close")
        peer.end()

    server = serve(redirect, *([scripts.echo()] if status == 0 else []))
    ports.append(server.port)
    result = upshift("-L", *words.split(), "--count", 1, server.ws("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (status, "" if status else "hello\n"), result


@pytest.mark.parametrize("words, status", [("", 0), ("--proto-redir =ws", 0), ("--proto-redir =http", 1), ("--proto =http", 1)])
def test_a_request_is_redirected_to_a_websocket_where_it_may_be(upshift, serve, words, status):
    server = serve(*([scripts.echo()] if status == 0 else []))
    origin = serve(scripts.respond("302 Found", f"Location: {server.ws('/y')}"))
    result = upshift("-L", *words.split(), "--count", 1, origin.url("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (status, "" if status else "hello\n"), result


@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_the_scheme_of_a_url_without_one(upshift, serve, scheme):
    server = serve(scripts.echo() if scheme == "ws" else scripts.respond("200 OK", body=b"hello\n"))
    result = upshift("--proto-default", scheme, "--count", 1, f"127.0.0.1:{server.port}/x", stdin=b"hello\n")
    assert result.text == "hello\n" and (result.status == 0 or scheme == "http"), result
