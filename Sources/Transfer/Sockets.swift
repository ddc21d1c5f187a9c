import CLibcurl
import CSystem

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The sockets that libcurl has open, made for it here so that their descriptors are known: in the
/// middle of a transfer libcurl 7.88 does not tell.
final class Sockets {
  /// Readable once the peer has closed a socket that is watched.
  let hangups: Int32
  private var open: [curl_socket_t] = []

  init() { hangups = upshift_hangup_open() }

  deinit { if hangups >= 0 { close(hangups) } }

  func make(for address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
    let descriptor = socket(
      Int32(address.pointee.family), Int32(address.pointee.socktype),
      Int32(address.pointee.protocol))
    guard descriptor >= 0 else { return CURL_SOCKET_BAD }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    open.append(descriptor)
    return descriptor
  }

  func dispose(of descriptor: curl_socket_t) -> Int32 {
    open.removeAll { $0 == descriptor }
    return close(descriptor)
  }

  /// Watches for the end of the connection whose local port is `port`; where no port tells (a Unix
  /// domain socket has none), the newest.
  func watch(localPort port: Int) {
    let found = open.last { port != 0 && Self.port(of: $0) == port } ?? open.last
    guard let found else { return }
    // One that is watched already, as a connection that is used again may be, stays watched.
    _ = upshift_hangup_add(hangups, found)
  }

  /// True if a watched peer has closed its connection since the last call.
  func takeHangup() -> Bool { upshift_hangup_take(hangups) }

  private static func port(of descriptor: curl_socket_t) -> Int? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutableBytes(of: &storage) { bytes -> Int? in
      guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
        getsockname(descriptor, address, &size) == 0
      else { return nil }
      switch Int32(address.pointee.sa_family) {
      case AF_INET:
        return Int(UInt16(bigEndian: bytes.load(as: sockaddr_in.self).sin_port))
      case AF_INET6:
        return Int(UInt16(bigEndian: bytes.load(as: sockaddr_in6.self).sin6_port))
      default:
        return nil
      }
    }
  }
}
