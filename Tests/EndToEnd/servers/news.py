"""The server of Tests/Checks: a log-in, some items, and news on a WebSocket. BROKEN names what it gets wrong."""

import asyncio
import json
import os

from aiohttp import WSMsgType, web

TOKEN, PASSWORD = "t0ken-of-ada", "open sesame"
BROKEN = os.environ.get("BROKEN", "")
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade"}
items: dict[int, dict] = {}
routes = web.RouteTableDef()


def is_known(request: web.Request) -> bool:
    return TOKEN in (request.headers.get("Authorization", "").removeprefix("Bearer "), request.cookies.get("session"))


@routes.post("/login")
async def login(request):
    if (await request.json())["password"] != PASSWORD:
        return web.json_response({"error": "wrong password"}, status=403)
    answer = web.json_response({"token": TOKEN, "expires": "2037-01-01T00:00:00Z"})
    answer.set_cookie("session", TOKEN, httponly=True)
    return answer


@routes.get("/me")
async def me(request):
    if not is_known(request):
        raise web.HTTPUnauthorized
    roles = [] if BROKEN == "roles" else ["reader", "writer"]
    return web.json_response({"user": "ada", "roles": roles, "id": 123456789012345678})


@routes.post("/items")
async def make_item(request):
    form = await request.post()
    number = max(items, default=0) + 1
    items[number] = {"id": number, "name": form["name"], "price": float(form["price"])}
    return web.json_response(items[number], status=201, headers={"Location": f"{request.url.origin()}/items/{number}"})


@routes.get("/items")
async def find_items(request):
    return web.json_response([item for item in items.values() if item["name"] == request.query["name"]])


@routes.route("*", "/items/{id}")
async def item(request):
    number = int(request.match_info["id"])
    if number not in items:
        raise web.HTTPNotFound
    if request.method == "GET":
        return web.json_response(items[number])
    if request.method == "PUT":
        items[number] |= await request.json()
    else:
        del items[number]
    raise web.HTTPNoContent


@routes.get("/old-news")
async def old_news(request):
    raise web.HTTPMovedPermanently("/news")


async def connect(request: web.Request) -> web.WebSocketResponse:
    """426 to a plain request, 401 to a stranger."""
    if request.headers.get("Upgrade", "").lower() != "websocket":
        raise web.HTTPUpgradeRequired(text="This is a WebSocket.\n", headers=UPGRADE)
    if not is_known(request):
        raise web.HTTPUnauthorized
    socket = web.WebSocketResponse(protocols=["news.v1"])
    await socket.prepare(request)
    return socket


@routes.get("/news")
async def news(request):
    socket = await connect(request)
    channels: dict[int, str] = {}
    await socket.send_json({"op": "welcome"})
    async for message in socket:
        order = json.loads(message.data)
        match order["op"]:
            case "subscribe":
                channels[len(channels) + 1] = order["channel"]
                op = "refused" if BROKEN == "subscribe" else "subscribed"
                await socket.send_json({"op": op, "id": len(channels)})
            case "publish":
                if order["channel"] in channels.values():
                    await socket.send_json({"op": "news", "text": order["text"]})
                await socket.send_json({"op": "published"})
            case "unsubscribe":
                channels.pop(order["id"])
                await socket.send_json({"op": "unsubscribed"})
    return socket


@routes.get("/echo")
async def echo(request):
    socket = await connect(request)
    async for message in socket:
        if message.type == WSMsgType.BINARY:
            await socket.send_bytes(message.data)
        elif message.data.startswith("{"):
            order = json.loads(message.data)
            await socket.close(code=order["code"], message=order["reason"].encode())
        else:
            await socket.send_str(message.data)
    return socket


async def main():
    application = web.Application()
    application.add_routes(routes)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Future()


asyncio.run(main())
