"""`--explain`: what each step says, of the connection, of TLS, and of a request that nobody answers."""

import json

import pytest

from harness import connect, scripts
from harness.inplace import answer, required, secure, switch
from test_explain import explained

BARE_426 = scripts.upgrade_required("Upgrade: websocket")


@pytest.fixture
def account(upshift):
    """The account of a command, for a program."""
    return lambda *words: explained(upshift("--explain=json", *words))


def hang_up(peer):
    peer.head()


# No answer


def test_an_untrusted_certificate_is_shown(upshift, account, serve):
    server = serve(lambda peer: None, secure=True, repeat=True)
    (step,) = account(server.url())["steps"]
    certificate = {each["name"]: each["value"] for each in step["connection"]["certificate"]}
    assert certificate["Subject"] == "CN = localhost" and certificate["Issuer"] == "CN = End-to-end tests"
    assert "GMT" in certificate["Expire date"]
    assert (step["connection"]["verified"], step["connection"]["reused"]) == (False, False), step
    assert "certificate" in step["error"] and "status" not in step and "request" not in step, step
    text = upshift("--explain", server.url()).text
    assert "certificate of CN = localhost, by CN = End-to-end tests, until " in text and ", refused\n" in text, text
    server.settle()
    server._errors.clear()


def test_a_certificate_of_another_name(account, serve, tls):
    server = serve(lambda peer: None, secure=True, repeat=True)
    words = ["--cacert", tls.ca, "--connect-to", f"other.test:{server.port}:127.0.0.1:{server.port}"]
    (step,) = account(*words, server.url(host="other.test"))["steps"]
    assert step["connection"]["verified"] is False and step["connection"]["certificate"], step
    server.settle()
    server._errors.clear()


@pytest.mark.parametrize(
    "words, verified, told",
    [(["--insecure"], False, ", not verified (--insecure)\n"), ([], True, ", verified for localhost\n")],
)
def test_whether_it_was_verified(upshift, account, serve, tls, words, verified, told):
    server = serve(scripts.respond("200 OK"), secure=True, repeat=True)
    words = words or ["--cacert", tls.ca]
    (step,) = account(*words, server.url())["steps"]
    assert step["connection"]["verified"] is verified
    assert told in upshift("--explain", *words, server.url()).text


def half(peer):
    peer.head()
    peer.send(b"HTTP/1.1 200 OK\r\nX: y\r\n")


def garbage(peer):
    peer.head()
    peer.send(b"garbage\r\n\r\n")


@pytest.mark.parametrize(
    "script, status, response",
    [(hang_up, 52, None), (half, 52, ["HTTP/1.1 200 OK", "X: y"]), (garbage, 1, None)],
    ids=["nothing", "half", "garbage"],
)
def test_a_request_without_an_answer(upshift, account, serve, script, status, response):
    server = serve(script, repeat=True)
    told = account("-d", "x=1", server.url("/there"))
    (step,) = told["steps"]
    assert (told["exit"], step["method"], step["url"]) == (status, "POST", server.url("/there"))
    assert step["request"][0] == "POST /there HTTP/1.1" and step.get("response") == response, step
    assert step["connection"] == {"address": f"127.0.0.1:{server.port}", "reused": False}
    assert step["times"]["wait"] >= 0 and "means" not in step and "status" not in step
    assert "fails       ✘ no answer" in upshift("--explain", server.url()).text


def test_time_that_runs_out(account, serve):
    def script(peer):
        peer.head()
        peer.stall()

    told = account("-m", "0.5", serve(script).url())
    (step,) = told["steps"]
    assert told["exit"] == 28 and step["request"] and "timed out" in step["error"], told
    assert 0.1 < step["times"]["wait"] < 5


def test_no_connection_at_all(upshift, account):
    (step,) = account("http://127.0.0.1:1/")["steps"]
    assert "connect" in step["error"] and "reused" not in step["connection"], step
    assert "connection  there was none\n" in upshift("--explain", "http://127.0.0.1:1/").text


def test_the_second_request_fails(account, serve):
    told = account(serve(*scripts.after_426(hang_up)).url())
    assert [step.get("status") for step in told["steps"]] == [426, None] and told["exit"] == 52
    assert told["steps"][1]["url"].startswith("ws://") and told["steps"][1]["error"]


def test_an_http2_stream_that_breaks(account, nginx, tls):
    url = nginx.url("/", "https", nginx.ports[3])
    first, second = account("--cacert", tls.ca, url)["steps"][:2]
    assert first["request"][0] == "GET / HTTP/2" and "stream" in first["error"], first
    assert "RFC 9113 §8.2.2" in first["notes"][0] and first["next"] == f"asking again over HTTP/1.1: {url}"
    assert first["connection"]["tls"] and (second["status"], second["connection"]["reused"]) == (426, False)


# RFC 8441


def test_no_extended_connect(account, serve, tls):
    def not_enabled(peer, stream):
        stream.rest()

    server = serve(connect.over_http2(not_enabled, tls, enables=False), connect.over_http1(scripts.echo(), tls))
    told = account("--http2", "--cacert", tls.ca, server.url(scheme="wss", host="localhost"))
    first, second = told["steps"]
    assert first["method"] == "CONNECT" and "request" not in first and "error" not in first, first
    assert "SETTINGS" in first["notes"][0] and first["next"].startswith("asking again over HTTP/1.1: wss://")
    assert first["connection"]["tls"] and first["connection"]["verified"]
    assert second["status"] == 101 and "notes" not in second


def test_a_redirect_over_http2_is_followed_from_http1(account, serve, tls):
    def moved(peer, stream):
        stream.request().refuse(302, ("location", "/there"))

    def moved_again(peer):
        peer.head()
        peer.answer("302 Found", "Location: /there", "Connection: close")
        peer.end()

    server = serve(connect.over_http2(moved, tls), connect.over_http1(moved_again, tls), connect.over_http1(scripts.echo(), tls))
    url = server.url("/here", scheme="wss", host="localhost")
    steps = account("--http2", "-L", "--cacert", tls.ca, url)["steps"]
    assert steps[0]["next"] == f"asking again over HTTP/1.1: {url}", steps
    assert steps[1]["next"] == f"following the redirect: {url.replace('here', 'there')}", steps


def test_an_extended_connect_through_a_proxy(account, hypercorn, tinyproxy, tls):
    proxy = ["-x", f"http://127.0.0.1:{tinyproxy.port}"]
    opened, asked = account("--http2", "--cacert", tls.ca, *proxy, hypercorn.url("/", "wss"))["steps"]
    assert opened["target"] == f"localhost:{hypercorn.port}" and "checks" not in opened
    assert opened["means"] == {"text": "the proxy has opened a tunnel to the server", "rfc": "RFC 9110 §9.3.6"}
    assert asked["request"][:3] == ["CONNECT / HTTP/2", ":protocol: websocket", f":authority: localhost:{hypercorn.port}"]
    assert asked["checks"][0] == {"name": "SETTINGS_ENABLE_CONNECT_PROTOCOL", "ok": True, "text": "1"}
    assert asked["checks"][1]["text"] == "200 over HTTP/2"
    # Where it was.
    assert "tls" not in opened["times"] and asked["times"]["tls"] > 0


def test_tls_in_a_tunnel_is_told(upshift, serve, tls, tinyproxy):
    server = serve(scripts.echo(), secure=True)
    result = upshift("--explain", "--cacert", tls.ca, "-x", f"http://127.0.0.1:{tinyproxy.port}", server.ws())
    first, second = result.text.split("\n\n")[:2]
    assert first.startswith("1. CONNECT localhost:") and " for wss://localhost:" in first and "TLS" not in first, result
    assert "connection  as before, HTTP/1.1, TLS 1.3\n" in second and "certificate of CN = localhost" in second
    assert "took        TLS " in second, result


def test_a_proxys_407_has_times(account, serve):
    proxy = serve(scripts.respond("407 No", "Proxy-Authenticate: Basic realm=x"))
    (step,) = account("-x", proxy.url(), "ws://host.test/")["steps"]
    assert step["means"]["text"] == "the proxy wants a log-in first" and step["times"]["connect"] > 0, step
    assert (step["target"], step["url"]) == ("host.test:80", "ws://host.test/")


# Several answers to one request


def test_an_interim_answer(upshift, account, serve):
    def script(peer):
        peer.head()
        peer.send(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")
        peer.answer("200 OK", "Connection: close")
        peer.end()

    server = serve(script, repeat=True)
    first, second = account(server.url())["steps"]
    assert second["sent_in"] == 1 and "request" not in second and "sent_in" not in first
    assert ", sent in 1\n   <" in upshift("--explain", server.url()).text


def test_h2c_is_one_request(account, apache):
    first, second = account("--http2", apache.url("/hello"))["steps"]
    assert (first["status"], second["status"]) == (101, 200) and second["sent_in"] == 1
    assert first["next"] == "going on with HTTP/2 on the same connection" and "request" not in second


# TLS in place


def test_tls_in_place(upshift, serve, tls):
    def script(peer):
        required(peer)
        switch(peer, tls, head="HTTP/1.1 101 Go\r\nUpgrade: TLS/1.2,TLS/1.1, HTTP/1.1\r\n\r\n")
        answer()(peer)

    server = serve(script)
    url = server.url(host="localhost")
    result = upshift("--explain=json", "--cacert", tls.ca, "--tls-upgrade", "in-place", url)
    asked, options, answered, got = explained(result)["steps"]
    over_tls = url.replace("http", "https")
    assert [step["connection"]["reused"] for step in (asked, options, answered, got)] == [False, True, True, True]
    assert asked["next"] == f"asking again over TLS, in place: {over_tls}"
    assert (options["method"], options["target"], options["next"]) == ("OPTIONS", "*", "going on with TLS on the same connection")
    # The note of the 101 is not at the 426, and is the rule's that it breaks; what it lists is not what it switches to.
    assert [each["text"] for each in options["violations"]] == [
        'Upgrade without "Connection: upgrade"',
        "the 101 lists several versions of TLS, and not the one that it switches to",
    ]
    assert not [note for step in (asked, options) for note in step["notes"] if "Connection" in note]
    assert (answered["sent_in"], answered["target"], answered["next"]) == (2, "*", f"asking over TLS: {over_tls}")
    assert answered["times"]["tls"] > 0 and answered["connection"]["tls"] == got["connection"]["tls"] == "TLS 1.3"
    assert answered["notes"] == ["the 426 named TLS/1.2; the two sides agreed on TLS 1.3"]


def test_the_stack_of_rfc_2817_breaks_nothing(fetch, local, tls):
    _, url = local(secure(tls, answer()))
    result = fetch("--explain=json", "--upgrade", "TLS/1.2", url)
    assert "violations" not in json.loads(result.out)["steps"][0]


def test_another_tls_than_was_named(account, serve, tls):
    def secured(peer):
        peer.connection = tls.server().wrap_socket(peer.connection, server_side=True)
        scripts.respond("200 OK")(peer)

    server = serve(scripts.upgrade_required("Upgrade: TLS/1.1, HTTP/1.1"), secured)
    steps = account("--cacert", tls.ca, server.url(host="localhost"))["steps"]
    assert steps[1]["notes"] == ["the 426 named TLS/1.1; the two sides agreed on TLS 1.3"]


# What is said, and what is not


def test_an_upgrade_that_is_not_taken_up(account, serve):
    (step,) = account(serve(scripts.respond("200 OK")).ws())["steps"]
    assert step["means"]["rfc"] == "RFC 9110 §7.8" and "not taken up" in step["means"]["text"]


def test_an_upgrade_that_is_not_followed(account, serve):
    (step,) = account("--no-upgrade", serve(BARE_426).url())["steps"]
    assert step["offers"] == [{"token": "websocket", "verdict": "not followed (--no-upgrade)"}]
    (step,) = account("--max-upgrades", 0, serve(BARE_426).url())["steps"]
    assert step["offers"] == [{"token": "websocket", "verdict": "one upgrade too many"}]


def test_one_thing_is_said_once(upshift, serve):
    text = upshift("--explain", "--max-upgrades", 0, serve(BARE_426).url()).text
    assert text.count("Connection: upgrade") == 1, text


def test_an_advertisement_is_noted_where_it_is(account, serve):
    def script(peer):
        peer.head()
        peer.answer("302 Found", "Location: /there")
        peer.head()
        peer.answer("200 OK", "Upgrade: h2c", "Connection: Upgrade, close")
        peer.end()

    first, second = account("-L", serve(script).url())["steps"]
    assert "notes" not in first and "advertises h2c" in second["notes"][0]


def test_a_redirect_that_is_not_followed(account, serve):
    (step,) = account(serve(scripts.respond("301 Moved", "Location: /there")).url())["steps"]
    assert step["notes"] == ["not followed: --location follows it"]


@pytest.mark.parametrize(
    "body, hint",
    [
        (b"endpoint expects websocket", "try --upgrade websocket"),
        (b"<center>The plain HTTP request was sent to HTTPS port</center>", "try https://"),
    ],
)
def test_a_400_in_words(upshift, account, serve, body, hint):
    server = serve(scripts.respond("400 Bad Request", body=body), repeat=True)
    assert hint in account(server.url())["steps"][0]["notes"][0]
    assert hint in upshift(server.url()).err


def test_a_protocol_of_ones_own_is_named(upshift, serve):
    server = serve(scripts.respond("426 Upgrade Required", "Upgrade: acme/1"), repeat=True)
    assert "--upgrade acme/1 offers it" in upshift(server.url()).err
    result = upshift("--upgrade", "acme/1", server.url())
    assert result.status == 110 and "acme/1, which is what this request offered" in result.err, result


def test_an_origin_that_is_not_let_in(upshift, serve):
    result = upshift("--origin", "http://other.test", serve(scripts.respond("403 Forbidden")).ws())
    assert result.status == 113 and "another --origin only" in result.err, result


def test_a_server_that_was_heard_speaks_no_tls_there(upshift, serve):
    def wants_http2(peer):
        peer.head()
        peer.answer("426 Upgrade Required", "Upgrade: HTTP/2.0", "Connection: Upgrade, close")
        peer.end()

    def answers_in_http1(peer):
        peer.take(24)
        peer.answer("400 Bad Request", "Connection: close")

    result = upshift(serve(wants_http2, answers_in_http1).url())
    assert "does the server speak it without TLS?" in result.err, result
    result = upshift(serve(*scripts.after_426(hang_up)).url())
    assert result.status == 52 and "https://" not in result.err and "wss://" not in result.err, result


def test_json_is_a_name_without_its_sign(upshift):
    result = upshift("--explain", "json", "--resolve", "other.test:80:127.0.0.1")
    assert result.status == 6 and "--explain=json" in result.text, result


def test_two_accounts_are_set_apart(upshift, serve):
    server = serve(scripts.respond("200 OK"), repeat=True)
    assert "\n=> exit status 0\n\n1. GET " in upshift("--explain", server.url(), server.url()).text
