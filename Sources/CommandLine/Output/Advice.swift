import Client
import HTTP
import Text
import Transfer
import Upgrade

// What to do about a failure: the end of its line.
extension Verdict {
  /// What a person can do about what libcurl says.
  static func hint(
    for error: TransferError, _ uri: URI, _ circumstances: Circumstances
  ) -> String? {
    // RFC 2817 §3 has both on one port, which a server that speaks TLS from the first byte has not.
    if circumstances.followed.last == .secure, circumstances.job?.policy.tlsUpgrade == .rewrite,
      [7, 28, 35, 52, 56].contains(error.code)
    {
      return "--tls-upgrade in-place asks for TLS on the connection of the 426 (RFC 2817)"
    }
    let secure = uri.isWebSocket ? "wss" : "https"
    switch error.code {
    case _ where circumstances.beginsWithHTTP2 && [1, 16, 52, 55, 56, 92].contains(error.code):
      return "HTTP/2 was spoken from the first byte: does the server speak it without TLS?"
    case 1 where error.message.contains("HTTP/0.9"):
      return
        "the server does not speak HTTP/1.1 on this port: --http0.9 takes what comes as it is, "
        + "--http2-prior-knowledge begins with HTTP/2"
        + (uri.isSecure ? "" : ", \(secure):// is for TLS")
    case 5 where uri.isWebSocket:
      return "check the name of the proxy (--proxy); a message is sent by --send"
    case 5: return "check the name of the proxy (--proxy)"
    case 6:
      return circumstances.meant(by: uri.host)
        ?? "check the name, or give its address with --resolve"
    case 7 where circumstances.job?.options.proxy.isAt(error) == true:
      return "is the proxy running, and its port right (--proxy)?"
    case 7 where circumstances.job?.options.unixSocket != nil:
      let path = Escape.text(circumstances.job?.options.unixSocket ?? "")
      return "does a server listen on the socket \(path)?"
    case 7:
      return "is the server running, and the port right?"
        + (Environment.namesProxy ? " a proxy is set in the environment (--noproxy '*')" : "")
    case 28 where error.message.hasPrefix("Operation too slow"):
      return "--speed-limit and --speed-time set the limit"
    case 28: return "--max-time and --connect-timeout set the limit"
    case 35 where circumstances.job?.options.tls.allowsNoVersion == true:
      return "--tls-max is below the version that is asked for at least"
    case 35 where error.saysNoTLS && circumstances.job?.options.proxy.isSecure != true:
      return "the server does not speak TLS on this port: try \(uri.isWebSocket ? "ws" : "http")://"
    case 35: return "does the server speak TLS on this port?"
    case 52 where error.message.contains("head"): return nil
    case 52 where !uri.isSecure && !circumstances.hasAnswered,
      56 where !uri.isSecure && !circumstances.hasAnswered && error.message.contains("reset"):
      return "it may speak TLS on this port: try \(secure)://"
    case 56 where error.message.contains("407"):
      return "--proxy-user NAME:PASSWORD logs in to the proxy"
    case 56 where error.message.contains("CONNECT") && error.message.contains("426"):
      return "the proxy may want TLS: --proxy https://HOST:PORT"
    case 56 where error.message.contains("CONNECT"): return "the proxy does not let it through"
    case 60 where error.message.contains("subject name"):
      return "the certificate is for another name"
    case 60: return "--cacert FILE names an authority to trust, --insecure skips the check"
    case 65: return "give the body in a file"
    case 92: return "--http1.1 does without HTTP/2"
    default: return nil
    }
  }

  /// What a person can do about a handshake, or an offer, that the server answers otherwise.
  static func hint(
    forRefusal response: ResponseHead, _ circumstances: Circumstances
  ) -> String? {
    switch response.status {
    case 300...399: "to follow it add --location"
    case 401: "to log in add --user NAME:PASSWORD, with --anyauth if it is not Basic"
    case 403 where circumstances.hasOrigin:
      "the server may let in another --origin only, or want a cookie of the log-in (--cookie)"
    case 403: "some servers want --origin, or a cookie of the log-in (--cookie)"
    case 404: "the path may be another one"
    // Where nothing is known of the job, it is the doctor who asks.
    case 200...299, 400:
      circumstances.job.flatMap {
        $0.offer == nil ? "--doctor looks for what makes it work" : nil
      }
    default: nil
    }
  }
}

extension ProxyOptions {
  /// libcurl says who did not answer: `Failed to connect to HOST port PORT after …`.
  fileprivate func isAt(_ error: TransferError) -> Bool {
    guard let url, let proxy = try? URI(parsing: url.contains("://") ? url : "http://" + url) else {
      return false
    }
    // 1080 is curl's, whatever the scheme.
    return error.message.contains(" to \(proxy.host) port \(proxy.port ?? 1080) ")
  }

  /// TLS is spoken to the proxy itself.
  fileprivate var isSecure: Bool {
    (url ?? inherited.secure)?.lowercased().hasPrefix("https:") ?? false
  }
}

extension TransferError {
  /// What came is no record of TLS, in OpenSSL's words.
  fileprivate var saysNoTLS: Bool {
    ["wrong version number", "packet length too long"].contains { message.contains($0) }
  }
}

extension TLSOptions {
  /// Its bounds contradict each other.
  fileprivate var allowsNoVersion: Bool {
    let versions = TLSOptions.Version.allCases
    guard let least = minimum.flatMap({ versions.firstIndex(of: $0) }),
      let most = maximum.flatMap({ versions.firstIndex(of: $0) })
    else { return false }
    return most < least
  }
}

/// What is known besides a failure, so that a hint does not lead astray.
struct Circumstances {
  /// The upgrades that led here.
  var followed: [Kind] = []
  /// What was to be done.
  var job: Job?
  /// The server has answered before, on the same chain and without TLS.
  var hasAnswered = false
  /// HTTP/2 by prior knowledge.
  var beginsWithHTTP2 = false
  /// The request had an Origin.
  var hasOrigin = false
  /// It is the first URL of its operation.
  var isFirst = true

  /// What a word that is no host's name was probably meant to be.
  fileprivate func meant(by host: String) -> String? {
    guard let job, !host.contains("."), !URI.hasScheme(job.url) else { return nil }
    guard isFirst else {
      return RequestItem.fieldName(in: job.url).map { "to send a field: -H '\($0): VALUE'" }
        ?? "what comes behind a URL is another one: a message is sent by --send, a value by NAME=VALUE"
    }
    // As HTTPie has it.
    let name = host.uppercased()
    let method =
      RequestItem.methods.contains(name)
      ? name : host == name ? nearestName(to: name, among: RequestItem.methods.sorted()) : nil
    return method.map { "to choose the method: -X \($0)" }
  }
}
