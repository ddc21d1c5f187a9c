"""What servers say and is remembered: hosts that want TLS, other ways to a server, cookies."""

import re

import pytest

from harness import scripts
from harness.likeness import normal
from harness.recorder import Recorder, response

LATER = "20991231 00:00:00"


def stamped(text: str) -> str:
    return re.sub(r'"\d{8} [\d:]{8}"', '"*"', text)


@pytest.mark.parametrize("policy", ["max-age=1000", "max-age=1000; includeSubDomains", "max-age=0", "nonsense"])
@pytest.mark.parametrize("known", [None, f'localhost "{LATER}"\n', f'.other.example "{LATER}"\n'])
def test_hosts_that_want_tls(upshift, curl, tls, policy, known):
    seen = []
    with Recorder(tls=tls.server()) as server:
        server.routes["/"] = response("200 OK", f"Strict-Transport-Security: {policy}", body=b"hello\n")
        for program in (curl, upshift):
            kept = program.home / "kept"
            if known:
                kept.write_text(known)
            urls = [server.url(), server.url("/any", scheme="http")]
            result = program("-s", "--cacert", tls.ca, "--hsts", kept, "-w", "%{url_effective}|%{scheme}\n", *urls)
            requests = [(normal(head), body) for head, body in server.take()]
            seen.append((requests, result.status, result.out, stamped(kept.read_text())))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("scheme", ["ws", "http"])
@pytest.mark.parametrize("file", ["kept", "missing"])
def test_a_websocket_goes_over_tls_to_a_host_that_wants_it(upshift, serve, tls, scheme, file):
    (upshift.home / "kept").write_text(f'localhost "{LATER}"\n')
    script = scripts.echo()
    wants = [scripts.upgrade_required("Upgrade: websocket"), script] if scheme == "http" else [script]
    server = serve(*wants, secure=file == "kept")
    words = ["--cacert", tls.ca, "--hsts", file, "--count", 1]
    result = upshift(*words, server.url("/x", scheme=scheme, host="localhost"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result


def test_hsts_obeys_the_schemes_that_are_allowed(upshift, serve, tls):
    (upshift.home / "kept").write_text(f'localhost "{LATER}"\n')
    server = serve()
    for words, scheme in (("=http", "http"), ("=ws", "ws")):
        result = upshift("--hsts", "kept", "--proto", words, server.url("/x", scheme=scheme, host="localhost"))
        assert result.status == 1, result


def test_http2_leaves_hsts_to_libcurl(upshift, serve, tls):
    (upshift.home / "kept").write_text(f'localhost "{LATER}"\n')
    server = serve(scripts.echo(), secure=True)
    words = ["-v", "--http2-prior-knowledge", "--cacert", tls.ca, "--hsts", "kept", "--count", 1]
    result = upshift(*words, server.url("/x", scheme="ws", host="localhost"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result
    assert "* --hsts is libcurl's; the handshake goes over HTTP/1.1\n" in result.err


def test_other_ways_to_a_server(upshift, curl, tls):
    seen = []
    with Recorder(tls=tls.server()) as server, Recorder(tls=tls.server()) as other:
        server.routes["/"] = response("200 OK", f'Alt-Svc: h1=":{other.port}"; ma=1000', body=b"hello\n")
        for program in (curl, upshift):
            for _ in range(2):
                urls = [server.url(), server.url("/any")]
                result = program("-s", "--cacert", tls.ca, "--alt-svc", "kept", *urls)
                requests = [[(normal(head), body) for head, body in each.take()] for each in (server, other)]
                seen.append((requests, result.status, result.out, stamped((program.home / "kept").read_text())))
    assert seen[:2] == seen[2:]
    assert [[len(requests) for requests in each[0]] for each in seen[2:]] == [[1, 1], [0, 2]]


def test_what_is_remembered_of_a_chain_is_written_once(upshift, serve, tls):
    fields = ("Strict-Transport-Security: max-age=1000", 'Alt-Svc: h1=":1"; ma=1000')
    server = serve(scripts.upgrade_required("Upgrade: websocket", *fields), scripts.echo(), secure=True)
    words = ["--cacert", tls.ca, "--hsts", "hosts", "--alt-svc", "ways", "-c", "jar", "--count", 1]
    result = upshift(*words, server.url("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result
    for file in ("hosts", "ways"):
        lines = (upshift.home / file).read_text().splitlines()
        assert len([line for line in lines if "localhost" in line]) == 1, lines


def test_a_websocket_goes_to_the_server_of_its_url(upshift, serve, tls):
    server = serve(scripts.echo(), secure=True)
    (upshift.home / "kept").write_text(f'h1 localhost {server.port} h1 localhost 1 "{LATER}" 0 0\n')
    words = ["--cacert", tls.ca, "--alt-svc", "kept", "--count", 1]
    result = upshift(*words, server.ws("/x"), stdin=b"hello\n")
    assert (result.status, result.text) == (0, "hello\n"), result


@pytest.mark.parametrize("between", ["", " --next"])
def test_cookies_of_files_that_are_named_later(upshift, recorder, between):
    """Each file is read once; cookies go from one operation to the next."""
    (upshift.home / "one").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tone\t1\n")
    (upshift.home / "two").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\ttwo\t2\n")
    url = recorder.url("/any")
    words = f"{url} --next -b one {url}{between} -b two -c kept {url}"
    assert upshift(*words.split()).status == 0
    cookies = [re.findall(rb"Cookie: (.*)\r", head) for head, _ in recorder.take()]
    later = [b"one=1; two=2", b"two=2; one=1"]
    assert cookies[0] == [] and cookies[-1][0] in later
    assert (upshift.home / "kept").read_text().count("127.0.0.1") == 2
