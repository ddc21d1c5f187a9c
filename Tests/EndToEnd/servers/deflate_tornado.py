"""Tornado with compression: an echo."""

import asyncio

import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket


class Echo(tornado.websocket.WebSocketHandler):
    def get_compression_options(self):
        return {}

    async def on_message(self, message):
        await self.write_message(message, binary=isinstance(message, bytes))


async def main():
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    tornado.httpserver.HTTPServer(
        tornado.web.Application([("/", Echo)], websocket_max_message_size=1 << 26)
    ).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Future()


asyncio.run(main())
