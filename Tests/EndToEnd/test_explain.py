"""`--explain` and `--doctor`: what is said of a chain, to a person and to a program."""

import json
import re
import signal
import socket
import ssl
import threading

import pytest

from harness import frames, scripts
from harness.frames import accept_value
from harness.peer import Gone


def explained(result) -> dict:
    assert result.out.count(b"\n") == 1 and result.err == "", result
    return json.loads(result.out)


def test_a_426_and_its_101(upshift, python_websockets):
    result = upshift("--explain", python_websockets.url("/chat"))
    assert (result.status, result.err) == (0, ""), result
    place = 0
    for line in [
        "1. GET http://127.0.0.1:",
        "   > GET /chat HTTP/1.1\n",
        "   < HTTP/1.1 426 Upgrade Required\n",
        "   means       the request is refused over this protocol: an upgrade is required (RFC 9110 §15.5.22)\n",
        "   names       websocket: chosen\n",
        '   breaks      ✘ Upgrade without "Connection: upgrade" (RFC 9110 §7.8)\n',
        "   next        asking again as a WebSocket handshake: ws://127.0.0.1:",
        "2. GET ws://127.0.0.1:",
        "   > Sec-WebSocket-Key: ",
        "   < HTTP/1.1 101 Switching Protocols\n",
        "   checks      ✔ status: 101 over HTTP/1.1\n",
        "               ✔ Sec-WebSocket-Accept: the digest of our key\n",
        "=> a WebSocket opened at ws://127.0.0.1:",
        "=> exit status 0\n",
    ]:
        assert (place := result.text.find(line, place)) >= 0, (line, result.text)


def test_for_a_program(upshift, python_websockets):
    account = explained(upshift("--explain=json", "--subprotocol", "chat", python_websockets.url("/chat")))
    assert account["exit"] == 0 and account["websocket"]["url"] == python_websockets.url("/chat", "ws")
    first, second = account["steps"]
    assert first["offers"] == [{"token": "websocket", "verdict": "chosen"}]
    assert first["violations"] == [{"text": 'Upgrade without "Connection: upgrade"', "rfc": "RFC 9110 §7.8"}]
    assert {check["name"]: check["ok"] for check in second["checks"]} == {
        "status": True,
        "Upgrade": True,
        "Connection": True,
        "Sec-WebSocket-Accept": True,
        "Sec-WebSocket-Extensions": True,
        "Sec-WebSocket-Protocol": True,
    }
    for step in (first, second):
        assert step["connection"]["address"] == f"127.0.0.1:{python_websockets.port}"
        assert step["times"]["wait"] > 0 and step["times"]["connect"] > 0


def test_it_is_closed_at_once(upshift, serve):
    def script(peer):
        peer.websocket(then=frames.text("a greeting"))
        assert peer.frame().opcode == frames.CLOSE
        peer.send(frames.encode(frames.CLOSE, (1000).to_bytes(2, "big")))
        peer.end()

    account = explained(upshift("--explain=json", serve(script).ws(), stdin=b"not read\n"))
    assert account["exit"] == 0


@pytest.mark.parametrize(
    "status, fields, exit_status, means",
    [
        ("301 Moved", ["Location: /else"], 0, "another address, the same protocol"),
        ("400 Bad", [], 0, "makes no sense to the server"),
        ("403 Forbidden", [], 0, "whoever asks"),
        ("425 Too Early", [], 0, "could be a replay; no upgrade"),
        ("426 Upgrade Required", [], 110, "an upgrade is required"),
        ("510 Not Extended", [], 0, "which is no upgrade"),
        ("511 Log In", [], 0, "the network wants a log-in"),
        ("599 What", [], 0, "a failure of the server"),
    ],
)
def test_each_status_is_named_for_what_it_is(upshift, serve, status, fields, exit_status, means):
    result = upshift("--explain=json", serve(scripts.respond(status, *fields, body=b"why\n")).url())
    (step,) = explained(result)["steps"]
    assert result.status == exit_status and means in step["means"]["text"], result
    assert step["body"] == "why\n"


def test_a_101_that_breaks_every_rule(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nContent-Length: 0\r\n"
            b"Sec-WebSocket-Accept: wrong\r\nSec-WebSocket-Protocol: other\r\n\r\n"
        )
        assert peer.end() == b""

    result = upshift("--explain=json", serve(script).ws())
    account = explained(result)
    assert (result.status, account["exit"]) == (112, 112)
    (step,) = account["steps"]
    assert [check["ok"] for check in step["checks"]] == [True, False, False, False, True, False]
    assert [each["rfc"] for each in step["violations"]] == ["RFC 9110 §7.8", "RFC 9110 §7.8", "RFC 9110 §8.6"]


def test_a_long_chain(upshift, serve, tls):
    """301 → 426 TLS → 401 Digest → 426 websocket → 101, with credentials where they may be."""
    digest = 'WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=MD5'

    def clear(peer):
        head = peer.head()
        assert head.target == "/new" and "Authorization" not in head
        peer.answer("426 Upgrade Required", "Upgrade: TLS/1.2, HTTP/1.1", "Connection: upgrade, close", body=b"")
        peer.end()

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        assert "Authorization" not in peer.head()
        peer.answer("401 Unauthorized", digest, body=b"")
        head = peer.head()
        assert head["Authorization"].startswith("Digest ") and head["Cookie"] == "seen=yes"
        peer.answer("426 Upgrade Required", "Upgrade: websocket", "Connection: upgrade, close", body=b"")
        peer.end()

    def chat(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        head = peer.head()
        if "Authorization" not in head:
            peer.answer("401 Unauthorized", digest, body=b"")
            head = peer.head()
        assert head["Authorization"].startswith("Digest ") and head["Cookie"] == "seen=yes"
        answer = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept_value(head['Sec-WebSocket-Key'])}"]
        peer.send("\r\n".join(["HTTP/1.1 101 Go", *answer, "", ""]).encode())
        assert peer.frame().opcode == frames.CLOSE
        peer.send(frames.encode(frames.CLOSE, (1000).to_bytes(2, "big")))
        peer.end()

    def moved(peer):
        peer.head()
        peer.answer("301 Moved", "Location: /new", "Set-Cookie: seen=yes; Path=/", "Connection: close", body=b"")
        peer.end()

    server = serve(moved, clear, secure, chat)
    words = ["-L", "--digest", "-u", "me:geheim", "--cacert", tls.ca, "-b", ""]
    result = upshift("--explain=json", *words, f"http://localhost:{server.port}/old")
    account = explained(result)
    statuses = [step["status"] for step in account["steps"]]
    assert statuses[:4] == [301, 426, 401, 426] and statuses[-1] == 101, result
    assert account["exit"] == 0 and "geheim" not in result.text
    assert [bool(step["connection"].get("tls")) for step in account["steps"]][:4] == [False, False, True, True]


def test_nothing_of_a_peers_drives_a_terminal(upshift, serve):
    def script(peer):
        peer.head()
        peer.send(
            b"HTTP/1.1 426 \x1b[31mred\r\nUpgrade: a\x1b]0;owned\x07\r\nX: \x9b2J\r\nContent-Length: 4\r\n\r\n\x1b[2J"
        )
        peer.end()

    for option in ("--explain", "--explain=json"):
        result = upshift(option, serve(script).url())
        assert result.status == 110
        assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", result.out), result


def test_credentials_are_hidden(upshift, serve):
    words = ["-u", "me:geheim", "-H", "Cookie: sid=geheim", "--oauth2-bearer", "geheim"]
    url = serve(scripts.respond("200 OK"), repeat=True).url(user="you:geheim")
    for option in ("--explain", "--explain=json"):
        assert "geheim" not in upshift(option, *words, url).text
    assert "geheim" in upshift("--explain", "--show-secrets", *words, url).text


def test_no_connection(upshift):
    result = upshift("--explain", "http://127.0.0.1:1/")
    assert result.status == 7 and "=> exit status 7\n" in result.text and result.err == "", result


def test_where_it_goes(upshift, serve):
    result = upshift("--explain", "-o", "account", serve(scripts.respond("200 OK")).url())
    assert (result.status, result.out) == (0, b"") and "=> exit status 0" in (upshift.home / "account").read_text()
    result = upshift("--explain=yaml", "http://127.0.0.1:1/")
    assert result.status == 2 and "takes text or json after =" in result.err


# --doctor


def refusing(condition, code="403 Forbidden"):
    """Opens a WebSocket if the head is as it should be."""

    def script(peer):
        if not isinstance(peer.connection, ssl.SSLSocket) and peer.connection.recv(1, socket.MSG_PEEK) in (b"", b"\x16"):
            return None
        try:
            head = peer.head()
        except Gone:
            # HTTP/2 was not agreed on.
            return None
        if not (head.is_handshake and condition(head)):
            peer.answer(code, "Connection: close", body=b"")
            return peer.end()
        fields = ["Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept_value(head['Sec-WebSocket-Key'])}"]
        if "graphql-ws" in ",".join(head.all("Sec-WebSocket-Protocol")):
            fields.append("Sec-WebSocket-Protocol: graphql-ws")
        peer.send("\r\n".join(["HTTP/1.1 101 Go", *fields, "", ""]).encode())
        peer.frame()
        peer.send(frames.encode(frames.CLOSE, (1000).to_bytes(2, "big")))
        return peer.end()

    return script


@pytest.mark.parametrize(
    "condition, path, command",
    [
        (lambda head: True, "/x", "--upgrade websocket {url}"),
        (lambda head: "Origin" in head, "/x", "--upgrade websocket --origin {base} {url}"),
        (lambda head: "Sec-WebSocket-Extensions" not in head, "/x", "--upgrade websocket --no-deflate {url}"),
        (
            lambda head: "graphql-ws" in ",".join(head.all("Sec-WebSocket-Protocol")),
            "/x",
            "--upgrade websocket --subprotocol graphql-ws {url}",
        ),
        (lambda head: head.target == "/x/", "/x", "--upgrade websocket {url}/"),
        (lambda head: head.target == "/x?q", "/x/?q", "--upgrade websocket {base}/x?q"),
        (lambda head: "Mozilla" in head["User-Agent"], "/x", "--upgrade websocket --user-agent 'Mozilla/"),
        (
            lambda head: "Origin" in head and head.target == "/x/",
            "/x",
            "--upgrade websocket --origin {base} {url}/",
        ),
    ],
)
def test_the_doctor_finds_what_works(upshift, serve, condition, path, command):
    server = serve(refusing(condition), repeat=True)
    result = upshift("--doctor", server.url(path), timeout=60)
    assert result.status == 0, result
    wanted = "upshift " + command.format(url=server.url(path), base=server.url("").rstrip("/"))
    assert wanted in result.text.replace("'http", "http").replace("?q'", "?q"), (wanted, result.text)


def test_the_doctor_says_that_it_works_as_typed(upshift, guide):
    result = upshift("--doctor", guide.url("/ws/chat"), timeout=60)
    assert result.status == 0 and f"It works as it was typed:\n  upshift {guide.url('/ws/chat')}\n" in result.text, result


def test_the_doctor_gives_up(upshift, serve):
    server = serve(refusing(lambda head: False), repeat=True)
    result = upshift("--doctor", "-u", "me:geheim", server.ws("/x"), timeout=60)
    assert result.status == 113 and "Nothing of this opens a WebSocket:" in result.text, result
    assert "geheim" not in result.text


def test_the_doctor_keeps_credentials_off_weaker_schemes(upshift, serve, tls):
    server = serve(refusing(lambda head: False), repeat=True, secure=True)
    result = upshift("--doctor", "-u", "me:geheim", "--cacert", tls.ca, server.ws("/x"), timeout=60)
    assert result.status == 113 and "without TLS" not in result.text, result


@pytest.mark.parametrize(
    "words",
    [
        ["--header", "X-Api-Key: geheim"],
        ["--cert", "none.pem:geheim"],
        ["--proxy", "u:geheim@127.0.0.1:1"],
        ["--user", "me:geheim"],
        ["--url-of-mine"],
    ],
)
def test_the_doctor_repeats_no_credentials(upshift, serve, words):
    server = serve(refusing(lambda head: "Origin" in head), repeat=True)
    url = server.ws("/x?access_token=geheim", user="you:geheim")
    result = upshift("--doctor", *(words if words != ["--url-of-mine"] else []), url, timeout=60)
    assert "geheim" not in result.text + result.err, result


def test_the_doctor_is_interrupted(upshift, serve):
    tried = threading.Event()

    def script(peer):
        if peer.connection.recv(1, socket.MSG_PEEK) == b"\x16":
            tried.set()
            peer.stall()
            return
        peer.head()
        peer.answer("403 Forbidden", "Connection: close", body=b"")
        peer.end()

    running = upshift.start("--doctor", serve(script, repeat=True).ws("/x"))
    assert tried.wait(20)
    running.signal(signal.SIGINT)
    assert running.wait().status == 130


def test_each_hop_has_its_own_connection(upshift, serve):
    other = serve(scripts.respond("200 OK", body=b"x"))
    first = serve(scripts.respond("301 Moved", f"Location: {other.url()}"))
    account = explained(upshift("--explain=json", "-L", first.url()))
    assert [step["connection"]["address"] for step in account["steps"]] == [
        f"127.0.0.1:{server.port}" for server in (first, other)
    ]
    assert [step["connection"]["reused"] for step in account["steps"]] == [False, False]
    assert account["steps"][0]["next"] == f"following the redirect: {other.url()}"
