"""A 426 on the way: a proxy that wants TLS itself, and one that drops what a server's 426 says."""

import socket
import threading

import pytest

from harness import scripts
from harness.peer import Gone


def pump(one: socket.socket, other: socket.socket) -> None:
    try:
        while data := one.recv(65536):
            other.sendall(data)
    except OSError:
        pass
    for each in (one, other):
        try:
            each.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def carry(peer, port: int, hello: bytes = b"") -> None:
    """Carries bytes both ways until one side ends."""
    with socket.create_connection(("127.0.0.1", port)) as upstream:
        peer.connection.sendall(hello)
        back = threading.Thread(target=pump, args=(upstream, peer.connection), daemon=True)
        back.start()
        pump(peer.connection, upstream)
        back.join()


def tunnel(peer, head) -> None:
    carry(peer, int(head.target.rsplit(":", 1)[1]), b"HTTP/1.1 200 Connection established\r\n\r\n")


def stripping(seen: list[str]):
    """Forwards as a proxy that drops the hop-by-hop fields of an answer; carries tunnels as they are."""

    def script(peer) -> None:
        try:
            while True:
                head = peer.head()
                seen.append(f"{head.method} {head.target}")
                if head.method == "CONNECT":
                    return tunnel(peer, head)
                assert head.target.startswith("http://")
                peer.answer("426 Upgrade Required", "Via: 1.1 proxy", body=b"no\n")
        except Gone:
            pass

    return script


def test_what_a_proxy_dropped_is_asked_for_through_a_tunnel(upshift, serve):
    seen: list[str] = []
    proxy = serve(stripping(seen), repeat=True)
    origin = serve(*scripts.after_426(scripts.echo()))
    result = upshift("-v", "--count", 1, "-x", proxy.url(), origin.url("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result
    assert "* a proxy before the server may have dropped the Upgrade field\n" in result.err
    assert "* asking again through a tunnel (CONNECT): http://" in result.err
    place = f"127.0.0.1:{origin.port}"
    assert seen == [f"GET http://{place}/x", f"CONNECT {place}", f"CONNECT {place}"], seen


def test_a_tunnel_is_tried_once(upshift, serve):
    seen: list[str] = []
    proxy = serve(stripping(seen), repeat=True)
    origin = serve(scripts.upgrade_required(body=b"buy more\n"), repeat=True)
    result = upshift("-x", proxy.url(), origin.url("/x"))
    assert (result.status, result.text) == (110, "buy more\n"), result
    assert seen == [f"GET http://127.0.0.1:{origin.port}/x", f"CONNECT 127.0.0.1:{origin.port}"], seen


def test_without_a_proxy_nothing_is_asked_twice(upshift, serve):
    origin = serve(scripts.upgrade_required(), repeat=True)
    assert upshift(origin.url("/x")).status == 110
    assert len(origin.heads) == 1


def wants_tls(peer) -> None:
    head = peer.head()
    assert head.method == "CONNECT" and "Authorization" not in head
    peer.answer(
        "426 Upgrade Required", "Upgrade: TLS/1.2, HTTP/1.1", "Connection: Upgrade", "Connection: close", body=b"TLS!\n"
    )
    peer.end()


def secure_tunnel(peer) -> None:
    tunnel(peer, peer.head())


@pytest.mark.parametrize("where", ["option", "http_proxy", "all_proxy"])
def test_a_proxy_that_wants_tls(upshift, serve, tls, where):
    origin = serve(scripts.echo())
    secure = serve(secure_tunnel, secure=True)
    # One port for both: what is no TLS is told to be.
    plain = serve(both(wants_tls, secure.port), repeat=True)
    words = ["-v", "--count", 1, *(["-x", plain.url()] if where == "option" else []), "--proxy-cacert", tls.ca]
    result = upshift(*words, origin.ws("/x"), stdin=b"hello\n", env={where: plain.url()} if where != "option" else {})
    assert (result.status, result.text) == (0, "hello\n"), result
    assert "* the proxy itself requires TLS\n" in result.err
    assert "* asking the proxy again over TLS: ws://" in result.err


def both(script, port: int):
    """A port that hands TLS on to another one."""

    def choose(peer) -> None:
        if peer.connection.recv(1, socket.MSG_PEEK) != b"\x16":
            return script(peer)
        carry(peer, port)

    return choose


def test_a_proxy_that_is_not_there(upshift):
    result = upshift("-x", "127.0.0.1:1", "ws://127.0.0.1:2/x")
    assert result.status == 7 and "; is the proxy running, and its port right (--proxy)?" in result.err, result


@pytest.mark.parametrize("fields", [["Upgrade: websocket", "Connection: Upgrade"], []])
def test_a_proxy_that_wants_something_else(upshift, serve, fields):
    def refuse(peer) -> None:
        peer.head()
        peer.answer("426 Upgrade Required", *fields, "Connection: close", body=b"no\n")
        peer.end()

    proxy = serve(refuse, repeat=True)
    result = upshift("-x", proxy.url(), "ws://127.0.0.1:1/x")
    assert result.status == 56 and "426" in result.err, result
    assert len(proxy.heads) == 1


def test_a_secure_proxy_that_wants_tls_is_not_asked_again(upshift, serve, tls):
    proxy = serve(wants_tls, repeat=True, secure=True)
    url = f"https://localhost:{proxy.port}"
    result = upshift("-x", url, "--proxy-cacert", tls.ca, "ws://127.0.0.1:1/x")
    assert result.status == 56, result
    assert len(proxy.heads) == 1
