"""hypercorn, which speaks RFC 8441: an echo, and paths that do something else. Arguments: certificate, key."""

import asyncio
import socket
import sys

from hypercorn.asyncio import serve
from hypercorn.config import Config


async def refuse(send):
    await send({"type": "websocket.http.response.start", "status": 403, "headers": [(b"x-why", b"no")]})
    await send({"type": "websocket.http.response.body", "body": b"not for you\n"})


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return
    path = scope["path"]
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"plain\n"})
        return
    await receive()
    if path == "/refuse":
        return await refuse(send)
    offered = scope["subprotocols"]
    await send({"type": "websocket.accept", "subprotocol": offered[0] if offered else None})
    if path == "/fields":
        fields = [f"{name.decode()}: {value.decode()}" for name, value in scope["headers"]]
        lines = [f"version: {scope['http_version']}", f"path: {scope['path']}", *fields]
        await send({"type": "websocket.send", "text": "\n".join(lines)})
    if path == "/close":
        return await send({"type": "websocket.close", "code": 4001, "reason": "because"})
    if path == "/flood":
        for _ in range(100):
            await send({"type": "websocket.send", "bytes": bytes(1 << 20)})
        return await send({"type": "websocket.close", "code": 1000})
    while (event := await receive())["type"] == "websocket.receive":
        if path == "/sink":
            continue
        kept = {name: event[name] for name in ("text", "bytes") if event.get(name) is not None}
        await send({"type": "websocket.send", **kept})


async def main():
    config = Config()
    config.certfile, config.keyfile = sys.argv[1:3]
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config.bind = [f"fd://{listener.fileno()}"]
    config.websocket_max_message_size = 1 << 28
    config.accesslog = config.errorlog = None
    print(listener.getsockname()[1], flush=True)
    await serve(app, config, shutdown_trigger=asyncio.Event().wait)


asyncio.run(main())
