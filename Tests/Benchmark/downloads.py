"""Files from nginx, beside curl; whole processes."""

from dataclasses import dataclass


@dataclass
class Download:
    """A row. `url` is asked for `times` times in one command; {plain} and {secure} are the server."""

    name: str
    title: str
    url: str
    pairs: int
    aim: float
    times: int = 1

    def words(self, **servers: str) -> list[str]:
        url = self.url.format_map(servers)
        return ["-sk", *(["-o", "/dev/null", url] * self.times)]


def downloads(scale: int, pairs: int, rounds: int) -> list[Download]:
    """`scale` divides the sizes and numbers; `pairs` is for what takes milliseconds, `rounds` for what takes seconds."""
    times = 500 // scale
    size = "1 GiB" if scale == 1 else f"{1024 // scale} MiB"
    return [
        Download("start-up", "a small file over HTTP", "{plain}/small", pairs, 1.15),
        Download("start-up-tls", "a small file over HTTPS", "{secure}/small", pairs, 1.15),
        Download("many", f"a small file, {times} times in one command", "{plain}/small", pairs // 2, 1, times),
        Download("large", f"{size} over HTTP", "{plain}/large", 3 * rounds, 1.05),
        Download("large-tls", f"{size} over HTTPS", "{secure}/large", 3 * rounds, 1.05),
    ]
