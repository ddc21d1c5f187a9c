/// The compression of messages that both ends agreed on (RFC 7692 §7).
public struct PermessageDeflate: Hashable, Sendable {
  /// The server begins each message anew (§7.1.1.1).
  public var serverNoContextTakeover = false
  /// The client begins each message anew (§7.1.1.2).
  public var clientNoContextTakeover = false
  /// The base-2 logarithm of the window that the server compresses with, 8 to 15 (§7.1.2.1).
  public var serverMaxWindowBits = 15
  /// The base-2 logarithm of the window that the client compresses with, 8 to 15 (§7.1.2.2).
  public var clientMaxWindowBits = 15

  /// The largest windows, and each message may refer to those before.
  public init() {}

  /// What the extension is called.
  static let name = "permessage-deflate"
}

/// What a client proposes for compressing messages (RFC 7692 §7.1).
public struct DeflateOffer: Hashable, Sendable {
  /// The element of `Sec-WebSocket-Extensions`.
  public let element: String
  let parameters: DeflateParameters

  /// What clients commonly offer: the largest windows, and that the server may limit ours.
  public init() {
    element = "\(PermessageDeflate.name); client_max_window_bits"
    parameters = DeflateParameters(clientMaxWindowBits: 15)
  }

  /// An offer with parameters as they stand in the field, such as `server_no_context_takeover;
  /// client_max_window_bits=10`; an empty text is an offer without any.
  ///
  /// - Throws: what RFC 7692 §7.1 does not allow.
  public init(parameters text: String) throws(InvalidParameters) {
    let isBlank = text.allSatisfy { $0 == " " }
    element = PermessageDeflate.name + (isBlank ? "" : "; \(text)")
    guard let offer = Extension(parsing: element) else {
      throw InvalidParameters("they are not a list of NAME or NAME=VALUE with semicolons between")
    }
    parameters = try DeflateParameters(offer, isOffer: true)
  }

  /// The offer that an element of `Sec-WebSocket-Extensions` makes; nil if it makes none, or not a valid one.
  public init?(element: String) {
    guard let offer = Extension(parsing: element), offer.name == PermessageDeflate.name,
      let parameters = try? DeflateParameters(offer, isOffer: true)
    else { return nil }
    self.element = element
    self.parameters = parameters
  }

  /// What the server's answer to this offer means.
  ///
  /// "A client MUST _Fail the WebSocket Connection_ if the peer server accepted an extension negotiation
  /// offer for this extension with an extension negotiation response that" is not valid or does not
  /// correspond to the offer (RFC 7692 §7.1).
  func agreement(from answer: Extension) throws(InvalidParameters) -> PermessageDeflate {
    let answered = try DeflateParameters(answer, isOffer: false)
    // "A server accepts an extension negotiation offer that includes the 'server_no_context_takeover'
    // extension parameter by including the 'server_no_context_takeover' extension parameter".
    if parameters.serverNoContextTakeover, !answered.serverNoContextTakeover {
      throw InvalidParameters("server_no_context_takeover was asked for and is missing")
    }
    // "by including the 'server_max_window_bits' extension parameter […] with the same or smaller value
    // as the offer".
    if let limit = parameters.serverMaxWindowBits {
      guard let bits = answered.serverMaxWindowBits else {
        throw InvalidParameters("server_max_window_bits=\(limit) was asked for and is missing")
      }
      guard bits <= limit else {
        throw InvalidParameters(
          "server_max_window_bits is \(bits), more than the \(limit) asked for")
      }
    }
    // "If a received extension negotiation offer doesn't have the 'client_max_window_bits' extension
    // parameter, the corresponding extension negotiation response […] MUST NOT include" it.
    let ours = parameters.clientMaxWindowBits
    if let bits = answered.clientMaxWindowBits {
      guard let ours else {
        throw InvalidParameters("client_max_window_bits was not offered")
      }
      guard bits <= ours else {
        throw InvalidParameters("client_max_window_bits is \(bits), more than the \(ours) offered")
      }
    }
    var agreement = PermessageDeflate()
    agreement.serverNoContextTakeover = answered.serverNoContextTakeover
    agreement.clientNoContextTakeover =
      answered.clientNoContextTakeover || parameters.clientNoContextTakeover
    agreement.serverMaxWindowBits = answered.serverMaxWindowBits ?? 15
    agreement.clientMaxWindowBits = answered.clientMaxWindowBits ?? ours ?? 15
    return agreement
  }
}

/// Why a list of parameters of permessage-deflate is not valid.
public struct InvalidParameters: Error, Hashable, Sendable {
  /// What is wrong, as the second half of a sentence. Holds what the peer sent, as it is.
  public let message: String

  init(_ message: String) { self.message = message }
}

/// The parameters that RFC 7692 §7.1 defines, as an offer or an answer has them.
struct DeflateParameters: Hashable {
  var serverNoContextTakeover = false
  var clientNoContextTakeover = false
  var serverMaxWindowBits: Int?
  /// 15 where an offer has the name alone.
  var clientMaxWindowBits: Int?

  init(clientMaxWindowBits: Int?) { self.clientMaxWindowBits = clientMaxWindowBits }

  /// Throws at a parameter that is not defined, is there twice, or has an invalid value.
  init(_ element: Extension, isOffer: Bool) throws(InvalidParameters) {
    var names: Set<Substring> = []
    for parameter in element.parameters {
      let (name, value) = (parameter.name, parameter.value)
      guard names.insert(name).inserted else { throw InvalidParameters("\(name) is there twice") }
      switch name {
      case "server_no_context_takeover", "client_no_context_takeover":
        guard value == nil else { throw InvalidParameters("\(name) takes no value") }
        if name.hasPrefix("s") {
          serverNoContextTakeover = true
        } else {
          clientNoContextTakeover = true
        }
      case "server_max_window_bits":
        serverMaxWindowBits = try Self.windowBits(value, name)
      case "client_max_window_bits":
        clientMaxWindowBits = isOffer && value == nil ? 15 : try Self.windowBits(value, name)
      default:
        throw InvalidParameters("\(name) is not defined (RFC 7692 §7.1)")
      }
    }
  }

  /// "a decimal integer value without leading zeroes between 8 to 15, inclusive".
  private static func windowBits(
    _ value: String?, _ name: Substring
  ) throws(InvalidParameters) -> Int {
    guard let bits = (8...15).first(where: { "\($0)" == value }) else {
      throw InvalidParameters("\(name) must be a number from 8 to 15")
    }
    return bits
  }
}
