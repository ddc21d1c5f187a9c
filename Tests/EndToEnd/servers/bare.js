// node-ws alone: its 426 to a plain GET has no Upgrade field.
const { WebSocketServer } = require('ws')

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 }, () => console.log(server.address().port))
server.on('connection', socket =>
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })))
