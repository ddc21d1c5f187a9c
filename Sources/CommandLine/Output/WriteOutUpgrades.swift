import HTTP
import Text
import Transcript
import Transfer
import Upgrade
import WebSocket

extension WriteOut {
  /// What its variables say of upgrades, and of the WebSocket that they led to.
  struct Upgrades {
    /// Of all responses but interim ones and a proxy's, in their order.
    private(set) var statuses: [Int] = []
    var followed: [Kind] = []
    /// From the beginning of the last transfer until its 101 was found to be valid, in microseconds.
    var time = 0
    /// There was a WebSocket.
    var agreement: Agreement?
    /// The server's Close.
    var received: Close?
    var (incoming, outgoing) = (Arrivals.Count(), Arrivals.Count())

    mutating func add(_ exchange: Exchange) {
      let status = exchange.response.status
      if !exchange.isFromConnect, status >= 200 || status == 101 { statuses.append(status) }
    }

    /// A message of a conversation that nobody else counts.
    mutating func count(_ event: Record.Event, _ direction: Record.Direction) {
      let size: Int
      switch event {
      case .text(let bytes), .binary(let bytes): size = bytes.count
      default: return
      }
      let place = direction == .incoming ? \Self.incoming : \Self.outgoing
      self[keyPath: place].messages += 1
      self[keyPath: place].bytes += size
    }

    func text(of name: Substring) -> String? {
      switch name {
      case "upgrade_chain": statuses.map { String($0) }.joined(separator: ",")
      case "upgrade_protocol":
        followed.last.map { $0 == .webSocket ? "websocket" : $0.description } ?? ""
      case "ws_subprotocol": Escape.text(agreement?.subprotocol ?? "")
      case "ws_extensions": Escape.text(agreement?.extensions.joined(separator: ", ") ?? "")
      case "ws_close_code": closeCode.map { String($0.rawValue) } ?? ""
      case "ws_close_reason": Escape.text(received?.reason ?? "")
      default: nil
      }
    }

    func size(of name: Substring) -> Int? {
      switch name {
      case "upgrade_count": followed.count
      case "ws_messages_in": incoming.messages
      case "ws_messages_out": outgoing.messages
      case "ws_bytes_in": incoming.bytes
      case "ws_bytes_out": outgoing.bytes
      default: nil
      }
    }

    /// RFC 6455 §7.1.5: 1005 for a Close without a code, 1006 where there was none.
    private var closeCode: CloseCode? {
      guard agreement != nil else { return nil }
      return received.map { $0.code ?? .noStatus } ?? .abnormal
    }
  }
}
