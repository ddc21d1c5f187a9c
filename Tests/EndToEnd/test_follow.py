"""What a 426 leads to, at each real server: a WebSocket, TLS, HTTP/2, or a refusal that says what to do."""

import os
import re
import subprocess

import pytest

from harness import http2, scripts, servers
from harness.processes import need
from harness.scripted import Scripted

HEADS = re.compile(r"^HTTP/[\d.]+ (\d{3})", re.M)


def statuses(out: bytes) -> list[int]:
    """The status of each response head that -i put on standard output."""
    return [int(status) for status in HEADS.findall(out.decode())]


WEBSOCKETS = {
    "python_websockets": lambda server: server.url("/ws/chat"),
    "guide": lambda server: server.url("/ws/chat"),
    "nginx": lambda server: server.url("/chat", port=server.ports[4]),
    "apache": lambda server: server.url("/ws"),
}


@pytest.mark.parametrize("name", WEBSOCKETS)
def test_426_becomes_a_websocket(request, upshift, name):
    url = WEBSOCKETS[name](request.getfixturevalue(name))
    result = upshift("-i", "--count", 2, url, stdin=b"hello\nthere\n")
    assert result.status == 0, result
    assert statuses(result.out) == [426, 101], result
    assert result.out.endswith(b"\r\n\r\nhello\nthere\n"), result


@pytest.mark.parametrize("name", WEBSOCKETS)
def test_standard_output_is_the_conversation_alone(request, upshift, name):
    url = WEBSOCKETS[name](request.getfixturevalue(name))
    result = upshift("--linger", 0.3, url, stdin='{"op":"ping"}\nžluťoučký 🐎\n\n'.encode())
    assert (result.status, result.out) == (0, '{"op":"ping"}\nžluťoučký 🐎\n\n'.encode()), result


@pytest.mark.parametrize("name", [*WEBSOCKETS, "bare"])
def test_ws_is_asked_directly(request, upshift, name):
    server = request.getfixturevalue(name)
    url = WEBSOCKETS.get(name, lambda server: server.url())(server).replace("http:", "ws:")
    result = upshift("-i", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101]), result


def test_wss_through_nginx(upshift, nginx, tls):
    result = upshift("--cacert", tls.ca, "--count", 1, nginx.url("/ws", "wss", nginx.ports[2]), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result


def test_https_426_becomes_wss(upshift, nginx, tls):
    result = upshift(
        "-i", "--cacert", tls.ca, "--count", 1, nginx.url("/ws", "https", nginx.ports[2]), stdin=b"hello\n"
    )
    assert (result.status, statuses(result.out)) == (0, [426, 101]), result


def test_426_for_tls_keeps_an_explicit_port(upshift, nginx, tls):
    result = upshift("-i", "--cacert", tls.ca, f"http://localhost:{nginx.port}/")
    assert (result.status, statuses(result.out)) == (0, [426, 200]), result
    assert result.out.endswith(b"\r\n\r\nsecure GET\n"), result


def test_the_body_of_a_426_that_was_followed_never_appears(upshift, nginx, tls):
    result = upshift("--cacert", tls.ca, f"http://localhost:{nginx.port}/")
    assert (result.status, result.out) == (0, b"secure GET\n"), result


@pytest.mark.parametrize("how", ["end", "rest"], ids=["cut short", "never comes"])
def test_a_426_is_followed_without_its_body(upshift, serve, how):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nContent-Length: 100\r\n\r\npart")
        getattr(peer, how)()

    result = upshift("--count", 1, serve(script, scripts.echo()).url(), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result


@pytest.mark.parametrize("how", ["end", "rest"], ids=["cut short", "never comes"])
def test_a_handshakes_redirect_is_followed_without_its_body(upshift, serve, how):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 100\r\n\r\npart")
        getattr(peer, how)()

    result = upshift("-L", "--count", 1, serve(script, scripts.echo()).ws(), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result


def test_426_for_tls_goes_from_80_to_443(upshift, nginx, tls):
    plain, secure = nginx.ports[1:3]
    result = upshift(
        "-i",
        "--cacert",
        tls.ca,
        "--connect-to",
        f"localhost:80:127.0.0.1:{plain}",
        "--connect-to",
        f"localhost:443:127.0.0.1:{secure}",
        "http://localhost/",
    )
    assert (result.status, statuses(result.out)) == (0, [426, 200]), result


def test_426_for_tls_goes_from_80_to_443_for_real(upshift, tls, place):
    """The same without --connect-to, in a network of its own where ports 80 and 443 are free."""
    if os.geteuid() != 0 or subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode:
        pytest.skip("a network namespace needs root")
    ports = dict(both=8080, plain=80, secure=443, h2=8082, proxy=8083)
    (upshift.home / "nginx.conf").write_text(servers.nginx_configuration(tls, upshift.home, 9, **ports))
    script = """ip link set lo up
        "$1" -p "$2" -c nginx.conf -e stderr & server=$!
        while ! "$4" -sk -o wait.txt https://localhost/; do kill -0 $server || exit 99; done
        "$3" -i --cacert "$5" http://localhost/; status=$?
        kill $server; wait $server; exit $status"""
    words = [need("nginx"), str(upshift.home), upshift.path, need("curl"), str(tls.ca)]
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", script, "sh", *words],
        capture_output=True,
        timeout=20,
        cwd=upshift.home,
        env=upshift.environment(),
    )
    assert (done.returncode, statuses(done.stdout)) == (0, [426, 200]), done


@pytest.mark.parametrize(
    "arguments, answer",
    [
        (["-d", "a=1"], b"secure POST\n"),
        (["-X", "DELETE"], b"secure DELETE\n"),
        (["-X", "PUT", "--data-binary", "x"], b"secure PUT\n"),
    ],
)
def test_tls_replays_method_and_body(upshift, nginx, tls, arguments, answer):
    result = upshift("--cacert", tls.ca, *arguments, f"http://localhost:{nginx.port}/")
    assert (result.status, result.out) == (0, answer), result


def test_head_follows_tls_with_head(upshift, nginx, tls):
    result = upshift("-I", "--cacert", tls.ca, f"http://localhost:{nginx.port}/")
    assert result.status == 0 and statuses(result.out)[-1] == 200, result
    assert b"secure" not in result.out.split(b"\r\n\r\n")[-1], result


@pytest.mark.parametrize("name", WEBSOCKETS)
def test_head_follows_nothing_to_a_websocket(request, upshift, curl, name):
    """Each server has its own mind about HEAD: what curl sees is what we show, and no 101 follows."""
    url = WEBSOCKETS[name](request.getfixturevalue(name))
    result = upshift("-I", url, stdin=b"hello\n")
    assert statuses(result.out) == statuses(curl("-sI", url).out), result


def test_head_on_a_426_for_websocket_says_so(upshift, guide):
    result = upshift("-I", guide.url())
    assert (result.status, statuses(result.out)) == (0, [426]), result
    assert "websocket" in result.err.lower(), result


def test_http2_in_front_of_a_426_is_asked_again_over_http1(upshift, nginx, tls):
    url = nginx.url("/", "https", nginx.ports[3])
    result = upshift("-v", "--cacert", tls.ca, "--count", 1, url, stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    assert "HTTP/1.1" in result.err, result


def test_an_explicit_http2_is_not_overridden(upshift, nginx, tls):
    url = nginx.url("/", "https", nginx.ports[3])
    result = upshift("-i", "--http2", "--cacert", tls.ca, "--count", 1, url, stdin=b"hello\n")
    assert result.status in (92, 110) and 101 not in statuses(result.out), result


def test_a_stream_that_breaks_inside_its_body_is_not_asked_again(upshift, serve, tls):
    """What stands on standard output can only be continued, and never is."""

    def script(peer):
        stream = http2.take_request(peer, tls.server())
        peer.send(http2.encode(http2.HEADERS, stream, http2.STATUS_200, http2.END_HEADERS))
        peer.send(http2.encode(http2.DATA, stream, b"part\n"))
        http2.await_ping(peer)
        peer.send(http2.encode(http2.RST_STREAM, stream, http2.INTERNAL_ERROR.to_bytes(4, "big")))
        assert http2.HEADERS not in [frame.kind for frame in http2.parse(peer.rest())]

    result = upshift("--cacert", tls.ca, serve(script).url(scheme="https", host="localhost"))
    assert (result.status, result.out) == (92, b"part\n"), result


def test_a_426_for_h2c_goes_to_http2(upshift, apache):
    result = upshift("-i", apache.url("/wants-h2c"))
    assert (result.status, statuses(result.out)) == (0, [426, 200]), result
    assert result.out.endswith(b"\r\n\r\nwants-h2c\n"), result


def test_a_426_that_http2_does_not_satisfy_ends(upshift, apache):
    result = upshift("-i", apache.url("/never"))
    assert result.status in (110, 111) and set(statuses(result.out)) == {426}, result


def test_http2_by_prior_knowledge(upshift, nghttpd):
    result = upshift("--http2-prior-knowledge", nghttpd.url("/hello"))
    assert (result.status, result.out) == (0, b"hello over HTTP/2\n"), result


def test_http2_by_alpn(upshift, apache, tls):
    result = upshift("-i", "--cacert", tls.ca, apache.url("/hello", "https", apache.ports[1]))
    assert result.status == 0 and result.out.startswith(b"HTTP/2 200") and result.out.endswith(b"\r\nhello\n"), result


def test_no_upgrade_field_names_the_option_to_add(upshift, bare):
    result = upshift(bare.url())
    assert (result.status, result.out.strip()) == (110, b"Upgrade Required"), result
    assert "--upgrade websocket" in result.err, result


def test_nginx_without_upgrade_field(upshift, nginx):
    result = upshift("-i", nginx.url("/bare", port=nginx.ports[4]))
    assert (result.status, statuses(result.out)) == (110, [426]), result
    assert "--upgrade websocket" in result.err, result


def test_upgrade_offers_the_token_in_the_first_request(upshift, bare):
    result = upshift("-i", "--upgrade", "websocket", "--count", 1, bare.url(), stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [101]), result


@pytest.mark.parametrize("name", WEBSOCKETS)
def test_no_upgrade_shows_the_426_like_any_response(request, upshift, name):
    url = WEBSOCKETS[name](request.getfixturevalue(name))
    result = upshift("-i", "--no-upgrade", url, stdin=b"hello\n")
    assert (result.status, statuses(result.out)) == (0, [426]), result
    assert upshift("-sf", "--no-upgrade", url).status == 22


@pytest.mark.parametrize("arguments", [["-d", "a=1"], ["-X", "POST"], ["-X", "DELETE"]])
def test_a_websocket_is_for_get_without_a_body(upshift, serve, arguments):
    server = serve(scripts.respond("426 Upgrade Required", "Upgrade: websocket", body=b"a socket, please\n"))
    result = upshift(*arguments, server.url(), stdin=b"hello\n")
    assert (result.status, result.out) == (110, b"a socket, please\n"), result


def test_upgrade_on_another_status_is_never_followed(upshift, serve):
    server = serve(scripts.respond("200 OK", "Upgrade: websocket, h2c", body=b"fine\n"))
    result = upshift(server.url())
    assert (result.status, result.out) == (0, b"fine\n"), result


def test_nothing_is_offered_before_a_426(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    assert upshift("--count", 1, server.url(), stdin=b"hello\n").status == 0
    first, second = server.heads
    assert not first.is_handshake and "Upgrade" not in first and "Sec-WebSocket-Key" not in first
    assert second.is_handshake and second.target == first.target and second["Host"] == first["Host"]


@pytest.mark.parametrize(
    "fields",
    [
        ["Upgrade: WebSocket"],
        ["upgrade: websocket"],
        ["Upgrade: , ,websocket,"],
        ["Upgrade: SPDY/3, websocket"],
        ["Upgrade: irc/6.9", "Upgrade: websocket"],
        ["Upgrade: bad token here, websocket"],
        ["Upgrade: websocket, TLS/1.3"],
        ["Sec-WebSocket-Version: 13"],
        ["Upgrade: websocket", "Connection: Upgrade"],
    ],
)
def test_forms_of_the_field_that_lead_to_a_websocket(upshift, serve, fields):
    server = serve(scripts.upgrade_required(*fields), scripts.echo())
    result = upshift("--count", 1, server.url("/chat?room=1"), stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    assert server.heads[1].target == "/chat?room=1"


@pytest.mark.parametrize("token", ["TLS/1.3, HTTP/1.1", "TLS/1.2,TLS/1.1,TLS/1.0", "TLS/1.0, HTTP/1.1", "tls/1.2"])
def test_forms_of_the_field_that_lead_to_tls(upshift, tls, token):
    """One port that is first plain, then TLS, as CUPS does it."""

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        scripts.respond("200 OK", body=b"secure\n")(peer)

    server = Scripted(scripts.upgrade_required(f"Upgrade: {token}"), secure)
    result = upshift("--cacert", tls.ca, server.url(host="localhost"))
    server.finish()
    assert (result.status, result.out) == (0, b"secure\n"), result


def test_ws_may_be_sent_to_tls_once(upshift, tls):
    """A 426 for TLS that answers a handshake: ws goes on as wss."""

    def secure(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        scripts.echo()(peer)

    server = Scripted(scripts.upgrade_required("Upgrade: TLS/1.3, HTTP/1.1"), secure)
    result = upshift("--cacert", tls.ca, "--count", 1, server.ws(host="localhost"), stdin=b"hello\n")
    server.finish()
    assert (result.status, result.out) == (0, b"hello\n"), result
    keys = [head["Sec-WebSocket-Key"] for head in server.heads]
    assert len(set(keys)) == 2, keys


def test_max_upgrades(upshift, serve):
    server = serve(scripts.upgrade_required("Upgrade: websocket"))
    result = upshift("--max-upgrades", 0, server.url(), stdin=b"hello\n")
    assert result.status == 111, result


def test_jq_is_for_responses(upshift, python_websockets):
    url = python_websockets.url("/ws/chat")
    result = upshift("--jq", ".", "--count", 1, url, stdin=b"hello\n")
    assert (result.status, result.out) == (0, b"hello\n"), result
    warning = "--jq is for responses: the messages of the WebSocket are left as they are"
    assert result.err.count(warning) == 1, result
