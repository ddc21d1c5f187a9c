"""How a server is reached, and who says who asks: sockets, names, schemes and logins, as curl has them."""

import ctypes
import os
import re
import socket
from pathlib import Path

import pytest

from harness import scripts
from harness.doh import DoH
from harness.likeness import normal, same
from harness.processes import absent, free_ports
from harness.recorder import Recorder, response
from harness.scripted import Scripted

CASES = """
    --tcp-fastopen {url}
    --no-tcp-fastopen {url}
    --tcp-nodelay {url}
    --no-keepalive {url}
    --keepalive {url}
    --keepalive-time 5 {url}
    --keepalive-time 0 {url}
    --keepalive-time x {url}
    --keepalive-time -1 {url}
    --keepalive-time 1.5 {url}
    --happy-eyeballs-timeout-ms 100 {url}
    --happy-eyeballs-timeout-ms 0 {url}
    --happy-eyeballs-timeout-ms x {url}
    --happy-eyeballs-timeout-ms -5 {url}
    --local-port x {url}
    --local-port 70000 {url}
    --local-port 9000-8000 {url}
    --local-port 9000-x {url}
    --local-port 9000-70000 {url}
    --local-port 0 {url}
    --disallow-username-in-url {url}
    --disallow-username-in-url http://u:p@{host}/
    --disallow-username-in-url http://u@{host}/
    --disallow-username-in-url --no-disallow-username-in-url http://u:p@{host}/
    --disallow-username-in-url -u u:p {url}
    --disallow-username-in-url -L {url}named
    --dns-servers 127.0.0.1 {url}
    --dns-interface lo {url}
    --dns-ipv4-addr 127.0.0.1 {url}
    --dns-ipv6-addr ::1 {url}
    --http3 {url}
    --http3-only {url}
    --http0.9 {url}
    --http0.9 -i {url}
    --service-name x {url}
    --delegation none {url}
    --delegation policy {url}
    --delegation ALWAYS {url}
    --ntlm-wb {url}
    --ntlm-wb -u u:p {url}basic
    --ntlm-wb -u u:p {url}ntlm
    --ntlm-wb --basic -u u:p {url}basic
    --ntlm-wb --no-ntlm-wb -u u:p {url}basic
    --aws-sigv4 aws:amz -u key:secret {url}
    --aws-sigv4 aws:amz:us-east-2:es -u key:secret {url}any?b=2&a=1
    --aws-sigv4 osc:osc3:region:service -u key:secret -d body {url}
    --aws-sigv4 aws:amz:r:s {url}
    --aws-sigv4 aws:amz:r:s -u key:secret -X PUT -H X-Own:1 {url}
    --expect100-timeout 5 {url}
    --expect100-timeout 0 {url}
    --expect100-timeout x {url}
    --expect100-timeout -1 {url}
    --proto =http {url}
    --proto =https {url}
    --proto =HTTP {url}
    --proto -http {url}
    --proto -all {url}
    --proto -all,http {url}
    --proto -all,+http {url}
    --proto all {url}
    --proto =all {url}
    --proto =https,http {url}
    --proto -ftp,-file {url}
    --proto =ftp {url}
    --proto =nonsense {url}
    --proto -nonsense {url}
    --proto +nonsense {url}
    --proto -+=http {url}
    --proto =https --proto +http {url}
    --proto -http --proto -ftp {url}
    --proto =https --proto =http {url}
    --proto =http --proto =https {url}
    --proto = {url}
    --proto %http {url}
    --proto =http,,-ftp {url}
    --proto =http -L {url}302
    --proto-redir =http -L {url}302
    --proto-redir =https -L {url}302
    --proto-redir -all -L {url}302
    --proto-redir -http -L {url}302
    --proto-redir -http {url}302
    --proto-redir =http --proto =https -L {url}302
    --proto-redir % -L {url}302
    --proto-default http {host}
    --proto-default HTTP {host}
    --proto-default https {url}
    --proto-default nonsense {url}
    --proto-default https {host}/
    --proto =https --proto-default http {host}/
    --hsts  {url}
    --hsts none/kept {url}
    --alt-svc  {url}
    --alt-svc none/kept {url}
    --alt-svc kept {url}
    --abstract-unix-socket nobody {url}
    --haproxy-protocol --no-haproxy-protocol {url}
    --no-proto {url}
    --no-local-port {url}
    --no-http3 {url}
    --doh-url  {url}
    --doh-url https://127.0.0.1:1/ {url}
    --doh-url https://127.0.0.1:1/ http://named.example/
    --doh-insecure --doh-cert-status {url}
"""
ROUTES = {
    "/named": response("302 Found", "Location: http://u:p@127.0.0.1:1/"),
    "/ntlm": response("401 Unauthorized", "WWW-Authenticate: NTLM", body=b"who?\n"),
}
SIGNED = [(rb"(Date: )\d{8}T\d{6}Z", rb"\1*"), (rb"Signature=[0-9a-f]+", b"Signature=*"), (rb"/\d{8}/", b"/*/")]


def unsigned(data: bytes) -> bytes:
    for pattern, replacement in SIGNED:
        data = re.sub(pattern, replacement, data)
    return normal(data)


@pytest.mark.parametrize("case", [line.strip() for line in CASES.strip().splitlines()])
def test_as_curl(upshift, curl, recorder, case):
    recorder.routes |= ROUTES
    places = {"url": recorder.url(), "host": recorder.url()[7:-1]}
    same(upshift, curl, case, recorder, places=places, normalized=unsigned)


@pytest.mark.parametrize(
    "words, status, says",
    [
        ("--keepalive-time x", 2, "--keepalive-time takes a whole number from 0 on, not 'x'"),
        ("--local-port 9-8", 2, "--local-port takes a port or a range, 8000-8010, not '9-8'"),
        ("--tls-max 2", 2, "--tls-max takes one of default, 1.0, 1.1, 1.2, 1.3, not '2'"),
        ("--delegation some", 2, "--delegation takes one of none, policy, always, not 'some'"),
        ("--dns-servers 127.0.0.1", 2, "--dns-servers: the libcurl that upshift runs with has no c-ares"),
        ("--http3", 2, "--http3: the libcurl that upshift runs with has no HTTP/3"),
        ("--proto %http", 2, "--proto takes schemes such as =https,wss or -http, not '%http'"),
        ("--proto-default ftp", 1, "--proto-default takes one of http, https, ws, wss, not 'ftp'"),
        ("--proxy-tlsauthtype x", 2, "--proxy-tlsauthtype takes SRP, the one kind that there is, not 'x'"),
    ],
)
def test_a_bad_value_is_one_line(upshift, words, status, says):
    result = upshift(*words.split(), "http://127.0.0.1:1/")
    assert (result.status, result.err) == (status, f"upshift: ({status}) {says}\n")


# Sockets


def option_of(pid: int, *option: int) -> list[int]:
    """An option of the TCP sockets that another process has open."""
    libc = ctypes.CDLL(None, use_errno=True)
    values = []
    handle = os.pidfd_open(pid)
    for each in Path(f"/proc/{pid}/fd").iterdir():
        if not os.readlink(each).startswith("socket:"):
            continue
        descriptor = libc.syscall(438, handle, int(each.name), 0)  # pidfd_getfd
        if descriptor < 0:
            absent(f"pidfd_getfd: {os.strerror(ctypes.get_errno())}")
        with socket.socket(fileno=descriptor) as copy:
            if copy.family == socket.AF_INET and copy.type == socket.SOCK_STREAM:
                values.append(copy.getsockopt(*option))
    os.close(handle)
    return values


NODELAY = (socket.IPPROTO_TCP, socket.TCP_NODELAY)
KEEPALIVE = (socket.SOL_SOCKET, socket.SO_KEEPALIVE)
IDLE = (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
INTERVAL = (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL)
FAST = (socket.IPPROTO_TCP, 30)  # TCP_FASTOPEN_CONNECT


@pytest.mark.parametrize("scheme", ["http", "ws"])
@pytest.mark.parametrize(
    "words, option, value",
    [
        ("", NODELAY, 1),
        ("--no-tcp-nodelay", NODELAY, 0),
        ("--no-tcp-nodelay --tcp-nodelay", NODELAY, 1),
        ("", KEEPALIVE, 1),
        ("--no-keepalive", KEEPALIVE, 0),
        ("--no-keepalive --keepalive-time 5", KEEPALIVE, 0),
        ("", IDLE, 60),
        ("--keepalive-time 77", IDLE, 77),
        ("--keepalive-time 77", INTERVAL, 77),
        ("--keepalive-time 0", INTERVAL, 60),
        ("", FAST, 0),
        ("--tcp-fastopen", FAST, 1),
    ],
)
def test_options_of_the_socket(upshift, curl, serve, words, option, value, scheme):
    server = serve(lambda peer: (peer.head(), peer.stall()), repeat=True)
    # curl 7.88.1 as Debian has it speaks no WebSocket.
    for program in (upshift, curl) if scheme == "http" else (upshift,):
        known = len(server.peers)
        running = program.start("-s", *words.split(), server.url(scheme=scheme))
        while len(server.heads) == known:
            assert running.process.poll() is None
        assert option_of(running.pid, *option) == [value], program.path
        running.kill()


def test_a_local_port(upshift, curl, serve):
    ports = []

    def script(peer) -> None:
        ports.append(peer.connection.getpeername()[1])
        scripts.respond("200 OK")(peer)

    url = serve(script, repeat=True).url()
    for program in (curl, upshift):
        port = free_ports(1)[0]
        assert program("-s", "--local-port", port, url).status == 0 and ports[-1] == port
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            words = ["-s", "--interface", "127.0.0.1", "--local-port"]
            # Of a range the first one that is free.
            assert program(*words, f"{port}-{port + 40}", url).status == 0 and port < ports[-1] <= port + 40
            assert program(*words, port, url).status == 45


@pytest.mark.parametrize("later", [False, True])
def test_an_abstract_unix_socket(upshift, curl, later):
    name = f"upshift-test-{os.getpid()}-{later}"
    for program in (curl, upshift):
        with Recorder(path="\0" + name) as server:
            words = ["--unix-socket", "none", "--abstract-unix-socket", name] if later else ["--abstract-unix-socket", name]
            result = program("-s", *words, "http://unix.example/")
            assert (result.status, result.text) == (0, "hello\n"), result
            assert server.take()[0][0].startswith(b"GET / HTTP/1.1\r\nHost: unix.example\r\n")
            # The last one counts.
            assert program("-s", *words, "--unix-socket", "none", "http://unix.example/").status == 7


def test_a_websocket_on_an_abstract_unix_socket(upshift):
    name = f"upshift-test-{os.getpid()}-ws"
    server = Scripted(*scripts.after_426(scripts.echo()), path="\0" + name)
    result = upshift("--abstract-unix-socket", name, "--count", 1, "http://unix.example/", stdin=b"hello\n")
    server.finish()
    assert (result.status, result.text) == (0, "hello\n"), result


def introduced(then):
    """Takes a line of the PROXY protocol, then goes on."""

    def script(peer) -> None:
        peer.introduction = peer.until(b"\r\n")
        then(peer)

    return script


def test_a_line_for_haproxy(upshift, curl, serve):
    server = serve(introduced(scripts.respond("200 OK", body=b"hello\n")), repeat=True)
    for program in (curl, upshift):
        assert program("-s", "--haproxy-protocol", server.url()).text == "hello\n"
    lines = [peer.introduction for peer in server.peers]
    pattern = rb"PROXY TCP4 127\.0\.0\.1 127\.0\.0\.1 \d+ %d\r\n" % server.port
    assert all(re.fullmatch(pattern, line) for line in lines) and len(lines) == 2


def test_a_line_for_haproxy_before_each_connection_of_a_chain(upshift, serve):
    server = serve(*map(introduced, scripts.after_426(scripts.echo())))
    result = upshift("--haproxy-protocol", "--count", 1, server.url(), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result


@pytest.mark.parametrize(
    "words",
    ["--local-port 9000", "--haproxy-protocol", "--abstract-unix-socket x", "--unix-socket x", "--interface 127.0.0.1"],
)
def test_what_does_not_go_with_tls_in_place(upshift, words):
    result = upshift("--tls-upgrade", "in-place", *words.split(), "http://127.0.0.1:1/")
    assert (result.status, result.err) == (2, f"upshift: (2) --tls-upgrade in-place does not go with {words.split()[0]}\n")


# HTTP without a head, and without an answer to Expect


@pytest.mark.parametrize("words", ["", "--http0.9", "--http0.9 -i", "--http0.9 -I", "--http0.9 -D heads", "--http0.9 -f"])
@pytest.mark.parametrize("more", ["", " -w %{http_code}|%{http_version}|%{num_headers}|%{size_header}|%{size_download}"])
def test_an_answer_without_a_head(upshift, curl, words, more):
    def script(peer) -> None:
        peer.head()
        peer.send(b"I have\r\nno head\r\n\r\n")
        peer.end()

    server = Scripted(script, repeat=True)
    seen = []
    for program in (curl, upshift):
        result = program("-s", *(words + more).split(), server.url())
        heads = program.home / "heads"
        seen.append((result.status, result.out, heads.read_bytes() if heads.exists() else None))
    server.stop()
    assert seen[0] == seen[1]


def test_a_handshake_answered_without_a_head(upshift, serve):
    server = serve(lambda peer: (peer.head(), peer.send(b"no head\n"), peer.end()))
    result = upshift("--http0.9", server.ws("/x"))
    assert (result.status, result.text) == (113, "no head\n"), result


def test_how_long_100_continue_is_waited_for(upshift, curl, serve):
    waits = []

    def script(peer) -> None:
        peer.head()
        waits.append(not peer.quiet(0.3))
        peer.answer("200 OK", "Connection: close")
        peer.end()

    server = serve(script, repeat=True)
    for seconds in ("0.05", "3"):
        for program in (curl, upshift):
            (program.home / "large").write_bytes(b"x" * 2_000_000)
            words = ["-s", "--expect100-timeout", seconds, "-H", "Expect: 100-continue", "--data-binary", "@large"]
            program(*words, server.url())
    assert waits == [False, False, True, True]


# Names


def test_names_over_https(upshift, curl, recorder, tls):
    doh = DoH(tls)
    places = {"doh": f"https://localhost:{doh.port}/dns-query", "ca": tls.ca, "port": recorder.port}
    for case in [
        "--doh-url {doh} --cacert {ca} http://named.example:{port}/",
        "--doh-url {doh} --cacert {ca} http://nobody.example:{port}/",
        "--doh-url {doh} http://named.example:{port}/",
        "--doh-url {doh} --doh-insecure http://named.example:{port}/",
        "--doh-url {doh} --insecure http://named.example:{port}/",
        "--doh-url {doh} --doh-insecure --no-doh-insecure http://named.example:{port}/",
        "--doh-url {doh} --doh-insecure --doh-cert-status http://named.example:{port}/",
        "--doh-url {doh} --doh-insecure --http1.1 http://named.example:{port}/ http://named.example:{port}/any",
        "--doh-url {doh} --doh-url  http://localhost:{port}/",
    ]:
        same(upshift, curl, case, doh, recorder, places=places)
    doh.stop()


def test_the_name_of_a_websocket_over_https(upshift, serve, tls):
    doh = DoH(tls)
    server = serve(*scripts.after_426(scripts.echo()))
    words = ["-v", "--doh-url", f"https://localhost:{doh.port}/d", "--doh-insecure", "--count", 1]
    result = upshift(*words, server.url("/x", host="named.example"), stdin=b"hello\n")
    doh.stop()
    assert (result.status, result.text) == (0, "hello\n"), result
    assert server.heads[-1]["Host"] == f"named.example:{server.port}"


@pytest.mark.parametrize("words", [["-v"], ["--trace-ascii", "trace"], ["--proxy", "http://named.example:{port}"]])
def test_libcurls_own_requests_say_nothing(upshift, recorder, tls, words):
    doh = DoH(tls)
    names = ["--doh-url", f"https://localhost:{doh.port}/d", "--doh-insecure"]
    given = [word.format(port=recorder.port) for word in words]
    result = upshift("-sS", *names, *given, f"http://named.example:{recorder.port}/")
    asked = doh.take()
    doh.stop()
    assert (result.status, result.text, len(asked)) == (0, "hello\n", 2), result
    assert "dns-query" not in result.err and "dns-message" not in result.err
    assert words == ["-v"] or result.err == ""


def test_a_server_of_names_that_is_mute(upshift, tls):
    doh = DoH(tls, mute=True)
    words = ["-v", "-m", "0.5", "--doh-url", f"https://localhost:{doh.port}/d", "--doh-insecure"]
    result = upshift(*words, "http://named.example/", "ws://named.example/")
    doh.stop()
    assert result.status == 28, result


# Logins


def test_a_handshake_is_signed(upshift, serve):
    server = serve(scripts.echo())
    words = ["--aws-sigv4", "aws:amz:eu-west-1:execute-api", "-u", "key:secret", "--count", 1]
    result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result
    pattern = r"AWS4-HMAC-SHA256 Credential=key/\d{8}/eu-west-1/execute-api/aws4_request, SignedHeaders=\S+, Signature=\w{64}"
    assert re.fullmatch(pattern, server.heads[0]["Authorization"]), server.heads[0].raw


@pytest.mark.parametrize("url", ["ws", "http"])
def test_a_user_name_in_a_url_is_refused(upshift, serve, url):
    server = serve()
    result = upshift("--disallow-username-in-url", server.url("/x", scheme=url, user="u:p"))
    assert result.status == 67, result


def test_a_redirect_of_a_handshake_to_a_user_name_is_refused(upshift, serve):
    server = serve(scripts.respond("302 Found", "Location: ws://u:p@127.0.0.1:1/"))
    result = upshift("-L", "--disallow-username-in-url", server.ws("/x"))
    assert result.status == 67, result
