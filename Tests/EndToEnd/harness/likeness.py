"""The same command, given to curl and to the program: same requests byte for byte, same output, same files, same status."""

import re

from .recorder import Recorder

# What differs by nature: the name of the program, and what is random in a Digest.
OWN = [
    (rb"(?m)^(User-Agent: ).*?\r$", rb"\1*\r"),
    (rb'(cnonce|response)="[^"]*"', rb'\1="*"'),
    (rb"-{24}[0-9a-f]{16}", rb"--boundary"),
]

WHAT = ("requests", "status", "standard output", "files")


def prepare(home) -> None:
    """The files that cases name."""
    (home / "input").write_bytes(b"line one\r\nline two&x=\xff\n")
    (home / "headers").write_text("X-From: a file\nX-More: 2\n")
    (home / "jar").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tfrom\tjar\n")
    (home / "format").write_text("%{http_code}\\n")
    for name, login in ((".netrc", "home"), ("other-netrc", "other")):
        (home / name).write_text(f"machine 127.0.0.1 login {login} password secret\n")
        (home / name).chmod(0o600)


def written(home) -> dict[str, bytes]:
    given = {"input", "headers", "format", "config", "socket", ".netrc", "other-netrc"}
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and path.name not in given
    }


def words(case: str | list[str], recorder: Recorder) -> list[str]:
    host = f"127.0.0.1:{recorder.port}"
    typed = case.split(" ") if isinstance(case, str) else case
    return [word.format(url=f"http://{host}/", host=host, port=recorder.port) for word in typed]


def normal(data: bytes) -> bytes:
    for pattern, replacement in OWN:
        data = re.sub(pattern, replacement, data)
    return data


def outcome(program, arguments, recorder, env=None, before=None):
    prepare(program.home)
    for name, content in (before or {}).items():
        (program.home / name).parent.mkdir(exist_ok=True)
        (program.home / name).write_bytes(content)
    (program.home / "config").write_text(f'url = "{recorder.url("/lines")}"\nheader = "X-Config: yes"\n-A robot/2\n')
    stdin = (
        b'user-agent = "robot/3"\n# a comment\nheader "X-In: 1"\n' if arguments[:2] == ["-K", "-"] else b"in\r\nput\n"
    )
    result = program("-s", *arguments, stdin=stdin, env=env)
    requests = [(normal(head), normal(body)) for head, body in recorder.take()]
    return requests, result.status, result.out, written(program.home)


def compare(
    upshift, curl, recorder: Recorder, case: str | list[str], before: dict[str, bytes] | None = None
) -> None:
    """Runs `case`, in which `{url}`, `{host}` and `{port}` are the recorder's, with both. `before`: files that are there."""
    arguments = words(case, recorder)
    expected = outcome(curl, arguments, recorder, before=before)
    actual = outcome(upshift, arguments, recorder, before=before)
    for theirs, ours, what in zip(expected, actual, WHAT, strict=True):
        assert ours == theirs, f"{what} of {case}"


def same(upshift, curl, case: str, *servers, places: dict | None = None, normalized=normal, env=None):
    """Runs `case`, in which `{name}` stands for one of `places`, with both: what each of `servers` was sent, the exit
    status, standard output and the files written are to be the same. The outcome, for further questions."""
    seen = []
    for program in (curl, upshift):
        prepare(program.home)
        result = program("-s", *(word.format(**places or {}) for word in case.split(" ")), env=env)
        taken = [[normalized_item(item, normalized) for item in server.take()] for server in servers]
        seen.append((taken, result.status, result.out, written(program.home)))
    for theirs, ours, what in zip(*seen, WHAT, strict=True):
        assert ours == theirs, f"{what} of {case}"
    return seen[1]


def normalized_item(item, normalized):
    """Of what a server keeps, the bytes."""
    if isinstance(item, bytes):
        return normalized(item)
    return tuple(normalized_item(each, normalized) for each in item) if isinstance(item, tuple) else item
