public import HTTP
public import Platform
public import Transfer
public import Upgrade
import WebSocket

/// What is asked of one URL: the first request, and how far to go from there.
public struct Job: Sendable {
  /// The URL as it was typed; http and https go to libcurl like this.
  public var url: String
  /// The same, parsed.
  public var uri: URI
  /// The method (`--request`); `nil` for what the body says.
  public var method: String?
  /// The body (`--data`).
  public var body: Body?
  /// False for HEAD (`--head`).
  public var wantsBody = true
  /// Field lines, as in `Request.headerLines`.
  public var headerLines: [String] = []
  /// How transfers are made.
  @CopyOnWrite public var options = Options()
  /// Which schemes may be used.
  public var protocols = Protocols()
  /// Which upgrades are followed.
  public var policy = Policy()
  /// The first request is a WebSocket handshake: the URL says so, or `--upgrade websocket`.
  public var beginsWithHandshake = false
  /// The first request offers this protocol, which is then a stream of bytes (`--upgrade TOKEN`).
  public var offer: Token?
  /// An http URL is asked by TLS in place from the first request on, without waiting for a 426: `--upgrade TLS/1.3` with
  /// `--tls-upgrade in-place`.
  public var beginsWithTLSInPlace = false
  /// The subprotocols to offer, in order of preference.
  public var subprotocols: [String] = []
  /// The extensions to offer, in order of preference: elements of `Sec-WebSocket-Extensions`.
  public var extensions = [DeflateOffer().element]
  /// How a conversation is kept.
  public var conversation = ConversationSettings()
  /// A signal ends a conversation with a proper Close. Only one thread may do so.
  public var catchesSignals = true
  /// A signal ends any transfer as a failure, for who has something to do then; else those without a conversation
  /// end with the process.
  public var survivesSignals = false

  /// A GET of `url`.
  public init(url: String, uri: URI) {
    self.url = url
    self.uri = uri
  }
}

/// How a conversation is kept up and ended.
public struct ConversationSettings: Sendable {
  /// The longest message to take, in bytes; `nil` for no limit.
  public var maximumMessage: UInt64?
  /// A ping is sent each this many seconds.
  public var pingInterval: Double?
  /// The peer is dead when nothing came for this many seconds after a ping; `nil` for the interval.
  public var pingTimeout: Double?
  /// How long our Close waits for the peer's once it is sent, in seconds.
  public var closeTimeout = 2.0
  /// How long what is to be sent before the end may make no progress, in seconds.
  public var sendTimeout = 5.0
  /// How long the peer may take to close the connection after both Close frames, in seconds.
  public var lingerTimeout = 1.0

  /// No limit, no pings.
  public init() {}
}
