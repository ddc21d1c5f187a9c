"""python websockets with each of its settings for compression: an echo on a port each."""

import asyncio

from websockets.asyncio.server import serve
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

SETTINGS = [
    {},
    {"server_no_context_takeover": True},
    {"client_no_context_takeover": True},
    {"server_no_context_takeover": True, "client_no_context_takeover": True},
    {"server_max_window_bits": 9},
    {"client_max_window_bits": 8},
    {"client_max_window_bits": 9, "require_client_max_window_bits": True},
    {"server_max_window_bits": 12, "client_max_window_bits": 10, "client_no_context_takeover": True},
]


async def echo(socket):
    async for message in socket:
        await socket.send(message)


async def main():
    servers = [
        await serve(
            echo,
            "127.0.0.1",
            0,
            max_size=None,
            compression=None,
            extensions=[ServerPerMessageDeflateFactory(**settings)],
        )
        for settings in SETTINGS
    ]
    print(*[server.sockets[0].getsockname()[1] for server in servers], flush=True)
    await asyncio.Future()


asyncio.run(main())
