"""The fixtures: the program, the scripted server, and each real server (started when the first test asks for it)."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness import certificates, servers
from harness.certificates import Certificates, Forms
from harness.checks import Checks
from harness.inplace import IN_PLACE
from harness.processes import Server
from harness.program import UPSHIFT, Program, Result
from harness.recorder import Recorder
from harness.scripted import Scripted
from harness.terminal import Pty, Tmux


def pytest_sessionstart(session: pytest.Session) -> None:
    if not shutil.which(UPSHIFT):
        pytest.exit(f"{UPSHIFT} is not there: `swift build -c release` first, or set UPSHIFT", returncode=2)


@pytest.fixture
def upshift(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    yield program
    program.stop()


@pytest.fixture
def check(upshift: Program) -> Checks:
    return Checks(upshift)


@pytest.fixture
def curl(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("curl"), "curl")


@pytest.fixture
def serve(upshift: Program, tls: Certificates) -> Iterator[Callable[..., Scripted]]:
    """`serve(script, …)` starts a scripted server; what failed in a script fails the test at its end.

    `secure=True` makes it speak TLS."""

    def start(*scripts, secure: bool = False, **more) -> Scripted:
        upshift.servers.append(Scripted(*scripts, tls=tls.server() if secure else None, **more))
        return upshift.servers[-1]

    yield start
    upshift.stop()
    for server in upshift.servers:
        server.finish()


@pytest.fixture
def terminal(serve, upshift: Program) -> Iterator[Callable[..., Tmux]]:
    """`terminal(columns, rows, NAME=value, …)` opens a shell in tmux. It goes before the servers do."""
    opened: list[Tmux] = []

    def start(*size: int, **env: str | None) -> Tmux:
        opened.append(Tmux(upshift, *size, **env))
        return opened[-1]

    yield start
    for each in opened:
        each.stop()


@pytest.fixture
def prompt(serve, upshift: Program) -> Iterator[Callable[..., Pty]]:
    """`prompt(url, …)` starts the program on a pty of our own."""
    opened: list[Pty] = []

    def start(*words: object, **more) -> Pty:
        opened.append(Pty(upshift, *words, **more))
        return opened[-1]

    yield start
    for each in opened:
        each.stop()


@pytest.fixture
def local(serve) -> Callable[..., tuple[Scripted, str]]:
    """A scripted server, and its URL by the name that the certificate has."""

    def start(*scripts) -> tuple[Scripted, str]:
        server = serve(*scripts)
        return server, server.url(host="localhost")

    return start


@pytest.fixture
def fetch(upshift: Program, tls: Certificates) -> Callable[..., Result]:
    """The program with TLS in place, and the certificate trusted."""
    return lambda *arguments, **more: upshift("--cacert", tls.ca, *IN_PLACE, *arguments, **more)


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    """An HTTP/1.1 server that answers from a table and keeps the bytes of every request."""
    with Recorder() as server:
        yield server


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A directory that a server which gives up root can still read."""
    directory = Path(tempfile.mkdtemp(prefix="upshift-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def tls(place: Path) -> Certificates:
    (place / "tls").mkdir()
    return certificates.make(place / "tls")


@pytest.fixture(scope="session")
def forms(tls: Certificates) -> Forms:
    return certificates.make_forms(tls)


def real(name: str, make: Callable[..., Server], *needs: str):
    """A session's fixture of one real server."""

    @pytest.fixture(scope="session", name=name)
    def fixture(request: pytest.FixtureRequest) -> Iterator[Server]:
        server = make(*(request.getfixturevalue(each) for each in needs))
        yield server
        server.stop()

    return fixture


python_websockets = real("python_websockets", lambda place: servers.python("echo.py", place), "place")
guide = real("guide", lambda place: servers.node("guide.js", place), "place")
bare = real("bare", lambda place: servers.node("bare.js", place), "place")
deflate_websockets = real("deflate_websockets", lambda place: servers.python("deflate_websockets.py", place), "place")
deflate_node = real("deflate_node", lambda place: servers.node("deflate.js", place), "place")
deflate_tornado = real("deflate_tornado", lambda place: servers.python("deflate_tornado.py", place), "place")
deflate_aiohttp = real("deflate_aiohttp", lambda place: servers.python("deflate_aiohttp.py", place), "place")
nginx = real("nginx", servers.nginx, "place", "tls", "python_websockets")
apache = real("apache", servers.apache, "place", "tls", "python_websockets")
hypercorn = real("hypercorn", servers.hypercorn, "place", "tls")
haproxy = real("haproxy", servers.haproxy, "place", "tls", "python_websockets")
nghttpd = real("nghttpd", servers.nghttpd, "place")
tinyproxy = real("tinyproxy", lambda place: servers.tinyproxy(place, password=False), "place")
tinyproxy_auth = real("tinyproxy_auth", lambda place: servers.tinyproxy(place, password=True), "place")
