// node-ws with compression of every message, and several settings: an echo on a port each.
const { WebSocketServer } = require('ws')

const settings = [
  {},
  { serverNoContextTakeover: true },
  { clientNoContextTakeover: true },
  { serverMaxWindowBits: 9, clientMaxWindowBits: 9 },
  { clientMaxWindowBits: 8, serverNoContextTakeover: true, clientNoContextTakeover: true }
]
const servers = settings.map(each => new WebSocketServer({
  host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 0, ...each }
}))
for (const server of servers) {
  server.on('connection', socket =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
}
Promise.all(servers.map(server => new Promise(resolve => server.on('listening', resolve)))).then(() =>
  console.log(servers.map(server => server.address().port).join(' ')))
