// The WebSocket-only endpoint of the guides to 426, and an echo on node-ws behind it.
const http = require('http')
const { WebSocketServer } = require('ws')

const server = http.createServer((req, res) => {
  if (!req.headers.upgrade) { res.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade' }); res.end() }
})
new WebSocketServer({ server }).on('connection', socket =>
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
