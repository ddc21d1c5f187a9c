"""TLS, as curl has it: what a ClientHello says of each option, and what certificates and keys are taken."""

import ssl

import pytest

from harness import scripts
from harness.hello import Hello
from harness.likeness import normal, same
from harness.recorder import Recorder, response

HELLO_CASES = """

    --ciphers ECDHE-RSA-AES128-GCM-SHA256
    --ciphers ECDHE+AESGCM:!AES256
    --ciphers nonsense
    --tls13-ciphers TLS_AES_128_GCM_SHA256
    --tls13-ciphers TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256 --ciphers AES128-SHA
    --tls13-ciphers nonsense
    --curves X25519
    --curves P-384:X25519
    --curves nonsense
    -1
    --tlsv1
    --tlsv1.0
    --tlsv1.1
    --tlsv1.2
    --tlsv1.3
    --tlsv1.3 --tlsv1.2
    --tls-max 1.0
    --tls-max 1.1
    --tls-max 1.2
    --tls-max 1.3
    --tls-max default
    --tls-max 1.2 --tls-max default
    -1 --tls-max 1.2
    --tlsv1.1 --tls-max 1.2
    --tlsv1.2 --tls-max 1.2
    --tlsv1.3 --tls-max 1.3
    --tlsv1.3 --tls-max 1.2
    --no-alpn
    --alpn
    --no-alpn --alpn
    --no-alpn --http2
    --no-alpn --http1.1
    --http2
    --http1.1
    --http1.0
    --tlsuser u --tlspassword p
    --tlsuser u --tlspassword p --tlsauthtype SRP
    --tlsuser u --tlspassword p --tlsauthtype srp --tls-max 1.2
    --tlsuser u
    --tlspassword p
    --tlsauthtype nonsense
    --tls-max nonsense
    --tls-max 1
    -2
    -3
    --sslv2
    --sslv3
    --no-npn
    --npn
    --false-start
    --no-false-start
    --cert-status
    --no-sessionid
    --sessionid
    --ssl-allow-beast
    --ssl-no-revoke
    --ssl-revoke-best-effort
    --ssl-auto-client-cert
    --no-ssl-no-revoke
    --egd-file none
    --random-file none
    --engine nonsense
    --cert none
    --cert none --cert-type nonsense
    --cert none --cert-type P12
    --key none
    --key none --key-type nonsense
    --crlfile none
    --pinnedpubkey none
    --pinnedpubkey sha256//x
    --no-tlsv1
    --no-ciphers
    --no-cert-type
"""
HELLO_CASES = [line.strip() for line in HELLO_CASES.splitlines()[1:]]


@pytest.mark.parametrize("case", HELLO_CASES)
def test_the_first_message_as_curl(upshift, curl, case):
    hello = Hello()
    same(upshift, curl, f"{case} https://127.0.0.1:{hello.port}/".strip(), hello)
    hello.stop()


def test_options_are_said_in_one_place_of_the_message(upshift):
    """The comparison above is worth something: each of these shows."""
    hello = Hello()
    url = f"https://127.0.0.1:{hello.port}/"
    for words in ([], ["--tls-max", "1.2"], ["--curves", "X25519"], ["--no-alpn"], ["--tlsuser", "u", "--tlspassword", "p"]):
        upshift(*words, url)
    usual, *others = hello.take()
    hello.stop()
    assert len(set(others) | {usual}) == 5
    assert dict(usual[2])[16] == b"\0\x0c\2h2\x08http/1.1" and 16 not in dict(others[2][2])
    assert dict(others[1][2])[10] == b"\0\2\0\x1d" and dict(others[3][2])[12] == b"\1u"


@pytest.mark.parametrize(
    "options", ["", "--ciphers AES128-SHA", "--tls-max 1.2", "--curves P-384", "--no-alpn", "--tlsv1.3", "--cert-status"]
)
def test_a_handshake_says_the_same(upshift, options):
    hello = Hello()
    for word in ("https", "wss"):
        upshift("--http1.1", *options.split(), f"{word}://127.0.0.1:{hello.port}/")
    first, second = hello.take()
    hello.stop()
    assert first == second


def test_without_alpn_a_websocket_goes_over_http1(upshift, serve, tls):
    server = serve(scripts.echo(), secure=True)
    words = ["-v", "--http2", "--no-alpn", "--cacert", tls.ca, "--count", 1]
    result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result
    assert "* --no-alpn leaves HTTP/2 out; the handshake goes over HTTP/1.1\n" in result.err


# Certificates and keys

CERTIFICATE_CASES = """
    -k --pinnedpubkey {pin} {url}
    -k --pinnedpubkey {wrong} {url}
    -k --pinnedpubkey {wrong};{pin} {url}
    -k --pinnedpubkey {tls}/server.public.pem {url}
    -k --pinnedpubkey {tls}/server.public.der {url}
    -k --pinnedpubkey {tls}/none {url}
    -k --pinnedpubkey {tls}/ca.pem {url}
    --cacert {tls}/ca.pem --pinnedpubkey {pin} {url}
    --cacert {tls}/ca.pem --pinnedpubkey {wrong} {url}
    --cacert {tls}/ca.pem --crlfile {tls}/empty.crl {url}
    --cacert {tls}/ca.pem --crlfile {tls}/revoked.crl {url}
    --cacert {tls}/ca.pem --crlfile {tls}/none {url}
    -k --crlfile {tls}/revoked.crl {url}
    -k --cert-status {url}
    --cacert {tls}/ca.pem --cert-status {url}
    -k --cert {tls}/client.pem --key {tls}/client.key {url}
    -k --cert {tls}/client.pem --key {tls}/client.key --cert-type PEM --key-type PEM {url}
    -k --cert {tls}/client.pem --key {tls}/client.key --cert-type pem --key-type pem {url}
    -k --cert {tls}/client.p12:secret --cert-type P12 {url}
    -k --cert {tls}/client.p12 --pass secret --cert-type p12 {url}
    -k --cert {tls}/client.p12:wrong --cert-type P12 {url}
    -k --cert {tls}/client.p12:secret {url}
    -k --cert {tls}/client.der --cert-type DER --key {tls}/client.key.der --key-type DER {url}
    -k --cert {tls}/client.der --cert-type DER --key {tls}/client.key {url}
    -k --cert {tls}/client.der --key {tls}/client.key {url}
    -k --cert {tls}/client.pem --key {tls}/client.key.der {url}
    -k --cert {tls}/client.pem --cert-type ENG --key {tls}/client.key {url}
    -k --cert {tls}/client.pem --cert-type nonsense {url}
    -k --cert {tls}/client.pem --key {tls}/client.key --key-type nonsense {url}
    -k --cert {tls}/client.pem --key {tls}/client.key --key-type ENG {url}
    -k --no-sessionid {url} {url}
    -k --no-alpn -w %{{http_version}} {url}
"""


@pytest.mark.parametrize("asks", [False, True], ids=["", "client certificate"])
def test_certificates_as_curl(upshift, curl, forms, asks):
    with Recorder(tls=forms.tls.server(asks_client=asks)) as server:
        places = {"tls": forms.directory, "pin": forms.pin, "wrong": forms.wrong_pin, "url": server.url()}
        for case in CERTIFICATE_CASES.strip().splitlines():
            seen = []
            for program in (curl, upshift):
                result = program("-s", *(word.format(**places) for word in case.strip().split(" ")))
                # Whether a TLS 1.3 server's alert comes while writing (55) or reading (56) is a race.
                status = 56 if result.status == 55 else result.status
                requests = [(normal(head), body) for head, body in server.take()]
                seen.append((requests, server.subjects[:], status, result.out))
                server.subjects.clear()
            assert seen[0] == seen[1], case


@pytest.mark.parametrize("option", ["pin", "wrong", "crl"])
def test_a_certificate_is_looked_at_in_a_handshake_and_behind_a_426(upshift, serve, forms, option):
    words = {
        "pin": ["-k", "--pinnedpubkey", forms.pin],
        "wrong": ["-k", "--pinnedpubkey", forms.wrong_pin],
        "crl": ["--cacert", forms.tls.ca, "--crlfile", forms.directory / "revoked.crl"],
    }[option]
    statuses = []
    for script in (scripts.echo(), scripts.upgrade_required("Upgrade: websocket")):
        server = serve(script, scripts.echo(), secure=True, repeat=True)
        url = server.ws("/x") if not statuses else server.url("/x")
        statuses.append(upshift(*words, "--count", 1, url, stdin=b"hello\n").status)
        if option != "pin":
            assert not server.heads
            server._errors.clear()  # the client has left in the middle of TLS
    assert statuses == {"pin": [0, 0], "wrong": [90, 90], "crl": [60, 60]}[option]


def test_cert_status_can_be_taken_back(upshift, forms):
    """As the manual says of switches; the program of curl 7.88.1 takes --no-cert-status for --cert-status."""
    with Recorder(tls=forms.tls.server()) as server:
        words = ["--cacert", forms.tls.ca, "--cert-status", "--no-cert-status"]
        assert upshift(*words, server.url()).status == 0


@pytest.mark.parametrize("options", ["", "--no-sessionid", "--no-sessionid --sessionid"])
def test_sessions_are_resumed_as_curl_does(upshift, curl, forms, options):
    """In TLS 1.3, for OpenSSL keeps no session of TLS 1.2 whose connection was closed without a word."""
    resumed = []

    class Server(Recorder):
        def _talk(self, peer):
            resumed.append(peer.connection.session_reused)
            super()._talk(peer)

    with Server(tls=forms.tls.server(minimum=ssl.TLSVersion.TLSv1_3)) as server:
        server.routes["/"] = response("200 OK", "Connection: close", body=b"hello\n")
        for program in (curl, upshift):
            assert program("-s", "-k", *options.split(), *[server.url()] * 2).status == 0
    assert resumed[:2] == resumed[2:] == [False, options != "--no-sessionid"]


@pytest.mark.parametrize("words", ["--engine list", "--engine LIST http://127.0.0.1:1/", "http://127.0.0.1:1/ --engine list -d"])
def test_the_list_of_engines(upshift, curl, words):
    results = [program(*words.split()) for program in (curl, upshift)]
    assert (results[0].status, results[0].out) == (results[1].status, results[1].out)


@pytest.mark.parametrize("words, said", [("-2", "SSL 2"), ("-3", "SSL 3"), ("--no-npn", "NPN"), ("--npn", "NPN")])
def test_what_changes_nothing_is_said(upshift, recorder, words, said):
    result = upshift(words, recorder.url())
    assert result.status == 0 and result.err.count("\n") == 1 and said in result.err, result
    assert upshift("-s", words, recorder.url()).err == ""
