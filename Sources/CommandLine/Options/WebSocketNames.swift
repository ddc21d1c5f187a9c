/// Long options of wscat 5 and websocat 1 that are not here, and what does the same.
enum WebSocketNames {
  /// By their names without dashes: whose it is, and what to write.
  static let instead: [String: (whose: String, instead: String)] = [
    "execute": ("wscat", "--send TEXT"),
    "wait": ("wscat", "--linger SECONDS"),
    "auth": ("wscat", "--user NAME:PASSWORD"),
    "passphrase": ("wscat", "--pass"),
    "slash": ("wscat", "the prompt has its commands without an option: /help"),
    "show-ping-pong": ("wscat", "--verbose"),
    "basic-auth": ("websocat", "--user NAME:PASSWORD"),
    "protocol": ("websocat", "--subprotocol NAME"),
    "text": ("websocat", "a line is a text message, unless --ws-send binary"),
    "binary": ("websocat", "--ws-send binary, or --ws-format raw"),
    "null-terminated": ("websocat", "--ws-format nul"),
    "one-message": ("websocat", "--count 1"),
    "max-messages": ("websocat", "--count NUMBER"),
    "no-close": ("websocat", "--linger SECONDS waits for replies"),
    "exit-on-eof": ("websocat", "a server that closes ends it anyway"),
    "unidirectional": ("websocat", "--linger 0, with the output to /dev/null"),
    "unidirectional-reverse": ("websocat", "--listen"),
    "max-ws-message-length": ("websocat", "--max-message SIZE"),
    "jsonrpc": ("websocat", "jq -c before it"),
  ]
}
