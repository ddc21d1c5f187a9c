"""What a client offers of permessage-deflate (RFC 7692), by itself, as asked or as typed, and which answers it takes."""

import pytest

from harness import scripts
from harness.deflate import Deflate

HELLO = b"hello\n"
OFFER = "permessage-deflate; client_max_window_bits"
FIELD = "Sec-WebSocket-Extensions"


def extensions(server) -> list[str]:
    return server.heads[-1].all(FIELD)


# The offer


@pytest.mark.parametrize(
    "arguments, offered",
    [
        ([], [OFFER]),
        (["--no-deflate"], []),
        (["--deflate", ""], ["permessage-deflate"]),
        (["--deflate", "client_max_window_bits"], [OFFER]),
        (["--no-deflate", "--deflate", "server_max_window_bits=9"], ["permessage-deflate; server_max_window_bits=9"]),
        (["--deflate", "server_max_window_bits=9", "--no-deflate"], []),
        (
            ["--deflate", "server_no_context_takeover; client_no_context_takeover;client_max_window_bits=8"],
            ["permessage-deflate; server_no_context_takeover; client_no_context_takeover;client_max_window_bits=8"],
        ),
    ],
)
def test_what_is_offered(upshift, serve, arguments, offered):
    """A server that does not answer gets plain messages."""
    server = serve(scripts.echo())
    result = upshift(*arguments, "--count", 1, server.ws(), stdin=HELLO)
    assert (result.status, result.out) == (0, HELLO), result
    assert extensions(server) == offered, server.heads
    assert [frame.reserved for frame in server.peers[0].frames] == [0, 0]


def test_a_plain_request_offers_nothing(upshift, serve):
    server = serve(*scripts.after_426(scripts.echo()))
    assert upshift("--count", 1, server.url(), stdin=HELLO).status == 0
    assert [head.all(FIELD) for head in server.heads] == [[], [OFFER]]


@pytest.mark.parametrize(
    "parameters, says",
    [
        ("x", "x"),
        ("server_no_context_takeover=1", "server_no_context_takeover"),
        ("server_max_window_bits", "server_max_window_bits"),
        ("server_max_window_bits=7", "8 to 15"),
        ("client_max_window_bits=16", "8 to 15"),
        ("client_max_window_bits=010", "8 to 15"),
        ("client_no_context_takeover; client_no_context_takeover", "twice"),
        ("client_no_context_takeover, permessage-deflate", "--deflate"),
        ("client_max_window_bits\r\nX-More: 1", "--deflate"),
        (";", "--deflate"),
        ("\x1b[31m", "--deflate"),
    ],
)
def test_parameters_that_are_wrong(upshift, serve, parameters, says):
    result = upshift("--deflate", parameters, serve().ws(), stdin=HELLO)
    assert (result.status, result.out) == (2, b"") and says in result.err, result
    assert len(result.err.strip().splitlines()) == 1 and "\x1b" not in result.err, result


# The answer


@pytest.mark.parametrize(
    "arguments, answers",
    [
        (["--no-deflate"], ["permessage-deflate"]),
        ([], ["permessage-deflate; mystery"]),
        ([], ["permessage-deflate; client_max_window_bits"]),
        ([], ["permessage-deflate; client_max_window_bits=7"]),
        ([], ["permessage-deflate; server_max_window_bits=08"]),
        ([], ["permessage-deflate; server_max_window_bits=9; server_max_window_bits=9"]),
        ([], ["permessage-deflate; server_no_context_takeover=true"]),
        ([], ["permessage-deflate, permessage-deflate"]),
        ([], ["permessage-deflate", "permessage-deflate"]),
        ([], ["x-webkit-deflate-frame"]),
        ([], ["permessage-deflate; a=\x1b[31m"]),
        (["--deflate", ""], ["permessage-deflate; client_max_window_bits=10"]),
        (["--deflate", "client_max_window_bits=9"], ["permessage-deflate; client_max_window_bits=10"]),
        (["--deflate", "server_max_window_bits=9"], ["permessage-deflate"]),
        (["--deflate", "server_max_window_bits=9"], ["permessage-deflate; server_max_window_bits=10"]),
        (["--deflate", "server_no_context_takeover"], ["permessage-deflate"]),
    ],
)
def test_an_answer_that_is_not_valid(upshift, serve, arguments, answers):
    after = []

    def script(peer):
        peer.websocket(*(f"{FIELD}: {each}" for each in answers))
        after.append(peer.end())

    result = upshift(*arguments, "--send", "secret", serve(script).ws(), stdin=HELLO)
    assert (result.status, after) == (112, [b""]), (result, after)
    assert len(result.err.strip().splitlines()) == 1 and "(RFC " in result.err and "\x1b" not in result.err, result


# As people type it to curl


@pytest.mark.parametrize("more", [[], ["--no-deflate"]], ids=str)
@pytest.mark.parametrize(
    "typed, answer",
    [
        ("permessage-deflate; client_max_window_bits, permessage-deflate", "permessage-deflate"),
        (
            "permessage-deflate; client_max_window_bits, permessage-deflate",
            "permessage-deflate; client_max_window_bits=10",
        ),
        (
            "permessage-deflate; server_max_window_bits=9, permessage-deflate; client_max_window_bits",
            "permessage-deflate; client_max_window_bits=9",
        ),
        ("permessage-deflate", "permessage-deflate"),
        ("x-webkit-deflate-frame, permessage-deflate", "permessage-deflate"),
    ],
)
def test_an_offer_that_is_typed(upshift, serve, typed, answer, more):
    """It goes as it was typed, and an answer to any part of it that we speak is taken; with it, options mean nothing."""
    messages = []

    def script(peer):
        deflate = Deflate(answer)
        deflate.websocket(peer)
        message = peer.message()
        messages.append((message.reserved, deflate.decompress(message)))
        peer.send(deflate.frame("yes"))
        peer.closing()

    server = serve(script)
    result = upshift("-H", f"{FIELD}: {typed}", *more, "--count", 1, server.ws(), stdin=HELLO)
    assert (result.status, result.out, messages) == (0, b"yes\n", [(4, b"hello")]), (result, messages)
    assert extensions(server) == [typed]


@pytest.mark.parametrize(
    "typed, answer",
    [
        ("x-webkit-deflate-frame, permessage-deflate", "x-webkit-deflate-frame"),
        ("x-more", "x-more"),
        ("x-more", "permessage-deflate"),
        ("permessage-deflate", "permessage-deflate; client_max_window_bits=10"),
        ("", "permessage-deflate"),
    ],
)
def test_an_answer_to_what_is_typed_that_is_not_valid(upshift, serve, typed, answer):
    def script(peer):
        peer.websocket(f"{FIELD}: {answer}")
        assert peer.end() == b"", "something was sent on a connection that is not open"

    server = serve(script)
    result = upshift("-H", f"{FIELD}: {typed}", "--send", "secret", server.ws())
    assert (result.status, result.out) == (112, b"") and "(RFC " in result.err, result
    assert extensions(server) == ([typed] if typed else [])


def test_a_blank_field_offers_nothing(upshift, serve):
    server = serve(scripts.echo())
    result = upshift("-H", f"{FIELD}:", "--count", 1, server.ws(), stdin=HELLO)
    assert (result.status, result.out, extensions(server)) == (0, HELLO, []), result
    assert [frame.reserved for frame in server.peers[0].frames] == [0, 0]
