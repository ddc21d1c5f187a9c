"""Every line of [Options]: what it does, and what is said where it cannot."""

import base64
import hashlib
import socket
import subprocess
import time

import pytest

from harness import frames, scripts
from harness.checks import names
from harness.recorder import Recorder, response

GET = "GET {{base}}/any\n[Options]\n"
WS = "GET {{ws}}/data\n[Options]\n"


def test_all_are_here():
    there = names("Settings")
    told = {line.split(":")[0] for line, *_ in WIRE} | TOLD
    wrong = {line.split(":")[0] for line, *_ in WRONG}
    assert told == there and wrong == there, (there - told, there - wrong)


# What has a test of its own below.
TOLD = {
    "cacert", "cert", "key", "insecure", "connect-to", "resolve", "proxy", "unix-socket", "delay", "location",
    "location-trusted", "max-redirs", "netrc", "netrc-file", "netrc-optional", "output", "repeat", "retry",
    "retry-interval", "skip", "variable", "deflate", "no-deflate", "expect-timeout", "max-message", "max-time",
    "max-upgrades", "origin", "ping-interval", "ping-timeout", "strict", "subprotocol", "tls-upgrade", "upgrade",
    "connect-timeout",
    "digest", "ntlm", "aws-sigv4", "path-as-is", "pinnedpubkey",
}  # fmt: skip

# A line, and what the head of the request has because of it, or has not.
WIRE = [
    ("compressed: true", b"Accept-Encoding: ", None),
    ("compressed: false", None, b"Accept-Encoding: "),
    ("header: X-One: {{v}}", b"X-One: value\r\n", None),
    ("http1.0: true", b" HTTP/1.0\r\n", None),
    ("http1.1: true", b" HTTP/1.1\r\n", None),
    ("http2: false", b" HTTP/1.1\r\n", None),
    ("ipv4: true", b"GET ", None),
    ("ipv6: false", b"GET ", None),
    ("user: {{v}}:x", b"Authorization: Basic dmFsdWU6eA==\r\n", None),
    ("verbose: true", b"GET ", None),
    ("very-verbose: true", b"GET ", None),
    ("variable: v=other", b"GET ", None),
    ("connect-timeout: 5s", b"GET ", None),
    ("negotiate: false", b"GET ", None),
    ("limit-rate: 1000000", b"GET ", None),
    ("upgrade: websocket", b"Upgrade: websocket\r\n", None),
]


@pytest.mark.parametrize("line, there, absent", WIRE)
def test_what_goes_out(check, recorder, line, there, absent):
    status = "*" if line.startswith("upgrade") else "200"
    check(recorder, f"{GET}{line}\nHTTP {status}\n", "--variable", "v=value")
    [(head, _)] = recorder.take()
    assert there is None or there in head, head
    assert absent is None or absent not in head, head


# A line, where in it the trouble is, the exit status, and the message.
WRONG = [
    *(
        (f"{name}: {{{{no}}}}", len(name) + 5, 2, "unknown variable {{no}}")
        for name in (
            *("cacert", "cert", "connect-to", "header", "key", "netrc-file", "origin", "subprotocol", "user"),
            *("aws-sigv4", "pinnedpubkey"),
        )
    ),
    *(
        (f"{name}: x", len(name) + 3, 2, "expected true or false")
        for name in ("digest", "ntlm", "negotiate", "path-as-is")
    ),
    ("limit-rate: 0", 13, 2, "expected an integer of 1 or more"),
    ("compressed: yes", 13, 2, "expected true or false"),
    ("connect-timeout: soon", 18, 2, "expected a time such as 500ms, 2s or 1m"),
    ("delay: 5 s", 8, 2, "expected a time such as 500ms, 2s or 1m"),
    ("deflate: nothing", 10, 2, "the option deflate cannot be 'nothing'"),
    ("expect-timeout: -1", 17, 2, "expected a time such as 500ms, 2s or 1m"),
    ("http1.0: 1", 10, 2, "expected true or false"),
    ("http1.1: {{no}}", 12, 2, "no"),
    ("http2: on", 8, 2, "expected true or false"),
    ("insecure: {{v}}", 11, 2, "the option insecure cannot be 'value'"),
    ("ipv4: TRUE", 7, 2, "expected true or false"),
    ("ipv6: no", 7, 2, "expected true or false"),
    ("location: 1", 11, 2, "expected true or false"),
    ("location-trusted: 1", 19, 2, "expected true or false"),
    ("max-message: much", 14, 2, "the option max-message cannot be 'much'"),
    ("max-redirs: -2", 13, 2, "expected an integer of -1 or more"),
    ("max-time: 1d", 11, 2, "expected a time such as 500ms, 2s or 1m"),
    ("max-upgrades: -1", 15, 2, "expected an integer of 0 or more"),
    ("netrc: 1", 8, 2, "expected true or false"),
    ("netrc-optional: 1", 17, 2, "expected true or false"),
    ("no-deflate: 1", 13, 2, "expected true or false"),
    ("output: ../out", 9, 2, "the file ../out is outside of the check's folder: --file-root names another"),
    ("output: /out", 9, 2, "the file /out is outside of the check's folder: --file-root names another"),
    ("ping-interval: x", 16, 2, "expected a time such as 500ms, 2s or 1m"),
    ("ping-timeout: x", 15, 2, "expected a time such as 500ms, 2s or 1m"),
    ("proxy: 127.0.0.1:1", 1, 7, "127.0.0.1"),
    ("repeat: -2", 9, 2, "expected an integer of -1 or more"),
    ("resolve: x", 1, 49, "Couldn't parse CURLOPT_RESOLVE entry 'x'"),
    ("retry: often", 8, 2, "expected an integer of -1 or more"),
    ("retry-interval: 1.5s", 17, 2, "expected a time such as 500ms, 2s or 1m"),
    ("skip: {{n}}", 7, 2, "the option skip cannot be '17'"),
    ("strict: no", 9, 2, "expected true or false"),
    ("unix-socket: nothing", 1, 7, ""),
    ("tls-upgrade: there", 14, 2, "expected rewrite or in-place"),
    ("upgrade: TLS", 10, 2, "expected websocket or h2c"),
    ("variable: 1", 12, 2, "expected '='"),
    ("verbose: 1", 10, 2, "expected true or false"),
    ("very-verbose: 1", 15, 2, "expected true or false"),
]


@pytest.mark.parametrize("line, column, status, message", WRONG)
def test_what_cannot_be(check, recorder, line, column, status, message):
    result = check(recorder, f"{GET}{line}\nHTTP 200\n", "--variable", "v=value", "--variable", "n=17")
    place = "x.check:1:1: error" if column == 1 else f"x.check:3:{column}: "
    assert result.status == status and result.said.startswith(place) and message in result.said, result
    assert recorder.take() == [], "something was sent"


# TLS


def once(peer):
    peer.head()
    peer.answer("200 OK", "Connection: close")
    peer.end()


@pytest.mark.parametrize(
    "lines, status",
    [
        ("cacert: {{ca}}", 0),
        ("insecure: true", 0),
        ("insecure: false", 60),
        ("cacert: other.pem", 60),
        ("cacert: nothing", 77),
    ],
)
def test_certificates_of_the_server(check, serve, tls, lines, status):
    def script(peer):
        if status == 0:
            once(peer)
        peer.rest()

    server = serve(script, secure=True)
    other = (tls.directory / "client.pem").read_bytes()
    (check.program.home / "other.pem").write_bytes(other)
    result = check(server, f"{GET}{lines}\nHTTP 200\n", "--variable", f"ca={tls.ca}")
    server._errors.clear()  # a handshake that is refused is no matter of the script's
    assert result.status == status, result
    assert status == 0 or result.said.startswith(f"x.check:1:1: error ({status}): "), result


def test_a_certificate_of_the_client(check, tls):
    text = f"{GET}cacert: {{{{ca}}}}\ncert: {{{{cert}}}}:secret\nkey: {{{{key}}}}\nHTTP 200\n"
    options = [f"--variable={name}={value}" for name, value in
               (("ca", tls.ca), ("cert", tls.client), ("key", tls.client_key))]  # fmt: skip
    with Recorder(tls=tls.server(asks_client=True)) as server:
        result = check(server, text, *options)
        assert (result.status, result.err) == (0, ""), result
        assert server.subjects[0]["subject"] == ((("commonName", "somebody"),),)
        assert check(server, text.replace("key: {{key}}", "key: nothing"), *options).status == 58
        assert check(server, f"{GET}cacert: {{{{ca}}}}\nHTTP 200\n", *options).status != 0


# Where it goes


def test_other_hosts(check, recorder):
    port = f"{recorder.port}"
    for line in (f"connect-to: named.test:80:127.0.0.1:{port}", f"proxy: 127.0.0.1:{port}"):
        result = check(recorder, f"GET http://named.test/any\n[Options]\n{line}\nHTTP 200\n")
        assert (result.status, result.err) == (0, ""), result
        assert b"Host: named.test\r\n" in recorder.take()[0][0]
    text = f"GET http://named.test:{port}/any\n[Options]\nresolve: named.test:{port}:127.0.0.1\nHTTP 200\n"
    assert check(recorder, text).status == 0
    assert check(recorder, f"GET http://named.test:{port}/any\nHTTP 200\n").status == 6
    assert check(recorder, f"GET http://named.test/any\n[Options]\nconnect-to: x\nHTTP 200\n").status != 0


def test_a_unix_socket(check, serve):
    path = str(check.program.home / "socket")
    server = serve(once, path=path)
    server.port = 80
    assert check(server, f"GET http://any.test/\n[Options]\nunix-socket: {path}\nHTTP 200\n").status == 0


def test_connect_timeout(check):
    """A listener whose queue is full answers nobody."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        fillers = []
        for _ in range(8):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
            fillers.append(filler)
        check.write(f"GET http://127.0.0.1:{port}/\n[Options]\nconnect-timeout: 200ms\nHTTP 200\n")
        result = check.run("check", "x.check")
        for filler in fillers:
            filler.close()
    assert result.status == 28 and "x.check:1:1: error (28): " in result.said, result


def test_netrc(check, recorder):
    home = check.program.home
    (home / ".netrc").write_text("machine 127.0.0.1 login home password x\n")
    (home / "other").write_text("machine 127.0.0.1 login other password x\n")
    wanted = [
        ("netrc: true", b"Basic aG9tZTp4"),
        ("netrc-optional: true", b"Basic aG9tZTp4"),
        ("netrc-file: other", b"Basic b3RoZXI6eA=="),
        ("netrc: false", None),
    ]
    for line, credentials in wanted:
        assert check(recorder, f"{GET}{line}\nHTTP 200\n").status == 0
        [(head, _)] = recorder.take()
        assert (credentials in head) if credentials else (b"Authorization" not in head), (line, head)
    result = check(recorder, "GET {{base}}/basic\n[Options]\nnetrc-file: nothing\nHTTP 200\n")
    assert result.status == 117 and "came: HTTP 401\n" in result.said, result


# Redirects


def test_redirects(check, recorder):
    def run(lines, expected="HTTP 200"):
        result = check(recorder, f"GET {{{{base}}}}/302\n[Options]\n{lines}\n{expected}\n")
        recorder.take()
        return result

    assert run("location: true").status == 0
    assert run("location: true", 'HTTP 302 -> 200\n[Asserts]\nurl == "{{base}}/"\nbody == "hello\\n"').status == 0
    result = run("location: false")
    assert result.status == 117 and "came: HTTP 302" in result.said, result
    assert run("location-trusted: true").status == 0
    assert run("location: true\nmax-redirs: 0").status == 47


def test_credentials_go_on_only_if_trusted(check, recorder):
    with Recorder() as other:
        recorder.routes["/away"] = response("302 Found", f"Location: http://localhost:{other.port}/any")
        for line, sent in (("location: true", False), ("location-trusted: true", True)):
            result = check(recorder, f"GET {{{{base}}}}/away\n[Options]\nuser: a:b\n{line}\nHTTP 200\n")
            assert result.status == 0, result
            [(head, _)] = other.take()
            assert (b"Authorization" in head) == sent, head


# Running


def test_delay(check, recorder):
    start = time.monotonic()
    assert check(recorder, f"{GET}delay: 300ms\nHTTP 200\n").status == 0
    assert time.monotonic() - start >= 0.3


def test_skip(check, recorder):
    result = check(recorder, f"{GET}skip: true\nHTTP 404\nGET {{{{base}}}}/any?2\n[Options]\nskip: false\nHTTP 200\n")
    assert (result.status, result.err) == (0, ""), result
    assert [head.split(b" ")[1] for head, _ in recorder.take()] == [b"/any?2"]


def test_repeat(check, recorder):
    assert check(recorder, f"{GET}repeat: 3\nHTTP 200\n").status == 0
    assert len(recorder.take()) == 3
    assert check(recorder, f"{GET}repeat: 3\nHTTP 404\n").status == 117
    assert len(recorder.take()) == 1
    assert check(recorder, f"{GET}repeat: 3\nHTTP 404\n", "--continue-on-error").status == 117
    assert len(recorder.take()) == 3
    assert check(recorder, f"{GET}repeat: 0\nHTTP 404\n").status == 0
    assert recorder.take() == []


def test_output(check, recorder):
    folder = check.program.home
    assert check(recorder, f"{GET}output: out\nHTTP 200\n", name="sub/x.check").status == 0
    assert (folder / "sub/out").read_bytes() == b"hello\n"
    assert check(recorder, f"{GET}output: out\nHTTP 200\n", "--file-root", folder).status == 0
    assert (folder / "out").read_bytes() == b"hello\n"
    result = check(recorder, f"{GET}output: no/out\nHTTP 200\n")
    assert result.status == 23 and "error (23): cannot write no/out: No such file or directory\n" in result.said, result


def test_variable(check, recorder):
    text = (
        'GET {{base}}/any\n[Options]\nvariable: a=1\nvariable: b={{a}}x\nvariable: c="1"\nHTTP 200\n[Asserts]\n'
        'variable "a" == 1\nvariable "b" == "1x"\nvariable "c" == "1"\n'
        'GET {{base}}/{{a}}\nHTTP 404\n'
    )  # fmt: skip
    result = check(recorder, text, "--variable", "a=2")
    assert (result.status, result.err) == (0, ""), result


# WebSocket


@pytest.mark.parametrize(
    "line, offer",
    [
        ("deflate: client_max_window_bits=9", "permessage-deflate; client_max_window_bits=9"),
        ("no-deflate: true", None),
        ("no-deflate: false", "permessage-deflate"),
    ],
)
def test_deflate(check, serve, line, offer):
    server = serve(scripts.echo())
    assert check(server, f"{WS}{line}\nHTTP 101\n[WebSocket]\nclose\n").status == 0
    offers = server.heads[0].all("Sec-WebSocket-Extensions")
    assert offers == [] if offer is None else offers[0].startswith(offer), offers


def test_max_upgrades(check, serve):
    text = "GET {{base}}/data\n[Options]\nmax-upgrades: %d\nHTTP 101\n[WebSocket]\nclose\n"
    assert check(serve(*scripts.after_426(scripts.echo())), text % 1).status == 0
    result = check(serve(scripts.upgrade_required("Upgrade: websocket")), text % 0)
    assert result.status != 0 and "HTTP 426" in result.said, result


def test_upgrade_h2c(check, apache):
    text = 'GET {{base}}/hello\n[Options]\nupgrade: h2c\nHTTP 200\n[Asserts]\nversion == "2"\n'
    result = check(apache, text)
    assert (result.status, result.err) == (0, ""), result


def test_pings_are_answered(check, serve):
    def script(peer):
        peer.websocket()
        for _ in range(3):
            peer.send(frames.encode(frames.PONG, peer.frame().payload))
        peer.text("done")
        peer.closing()

    text = f"{WS}ping-interval: 50ms\nping-timeout: 5s\nHTTP 101\n[WebSocket]\nexpect text\n"
    assert check(serve(script), text).status == 0


def refused(scheme):
    def script(peer):
        peer.head()
        peer.answer("401 Unauthorized", f"WWW-Authenticate: {scheme}", "Content-Length: 0")
        script.head = peer.head()
        peer.answer("200 OK", "Connection: close")
        peer.end()

    return script


def test_digest(check, serve):
    script = refused('Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth"')
    text = f"{GET}user: me:secret\ndigest: true\nHTTP 200\n"
    assert check(serve(script), text).status == 0
    assert script.head["Authorization"].startswith('Digest username="me"')
    assert check(serve(scripts.respond("401 Unauthorized", "WWW-Authenticate: Basic")), text).status == 117


def test_what_signs_the_first_request(check, recorder):
    for line, start in [
        ("ntlm: true", b"Authorization: NTLM "),
        ("aws-sigv4: aws:amz:us-east-1:es", b"Authorization: AWS4-HMAC-SHA256 "),
    ]:
        check(recorder, f"{GET}user: me:secret\n{line}\nHTTP *\n")
        (head, _), *_ = recorder.take()
        assert start in head, head


def test_path_as_is(check, recorder):
    for value, path in [("true", b"/a/../any"), ("false", b"/any")]:
        check(recorder, f"GET {{{{base}}}}/a/../any\n[Options]\npath-as-is: {value}\nHTTP *\n")
        [(head, _)] = recorder.take()
        assert head.startswith(b"GET " + path + b" HTTP/1.1\r\n"), head


def test_pinnedpubkey(check, serve, tls):
    key = subprocess.run(
        f"openssl x509 -in {tls.cert} -pubkey -noout | openssl pkey -pubin -outform der", shell=True, check=True,
        capture_output=True,
    ).stdout  # fmt: skip
    pin = "sha256//" + base64.b64encode(hashlib.sha256(key).digest()).decode()
    other = "sha256//" + base64.b64encode(bytes(32)).decode()
    for value, status in [(pin, 0), (other, 90)]:
        server = serve((lambda peer: peer.rest()) if status else once, secure=True)
        text = f"{GET}insecure: true\npinnedpubkey: {value}\nHTTP 200\n"
        assert check(server, text).status == status
        server._errors.clear()
