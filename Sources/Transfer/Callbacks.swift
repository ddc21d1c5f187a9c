import CLibcurl

/// The C functions that libcurl calls, each with a `Transfer` (or the `Sockets`) as its context.
enum Callbacks {
  static func all(
    for transfer: Transfer, sockets: Sockets, traces: Bool, isSilent: Bool
  ) -> upshift_callbacks {
    upshift_callbacks(
      header: header, write: write, read: read, seek: seek, prereq: prereq,
      debug: traces ? debug : nil, is_silent: isSilent,
      transfer: Unmanaged.passUnretained(transfer).toOpaque(),
      opensocket: openSocket, closesocket: closeSocket,
      sockopt: adoptSocket,
      sockets: Unmanaged.passUnretained(sockets).toOpaque())
  }

  private static func transfer(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  private static func sockets(_ context: UnsafeMutableRawPointer) -> Sockets {
    Unmanaged<Sockets>.fromOpaque(context).takeUnretainedValue()
  }

  private static func bytes(
    _ pointer: UnsafeMutablePointer<CChar>, _ count: Int
  ) -> UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(
      start: UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self), count: count)
  }

  private static let header: upshift_data_callback = { pointer, size, count, context in
    let line = UnsafeBufferPointer(bytes(pointer, size * count))
    return transfer(context).receiveHead(line: line) ? line.count : 0
  }

  private static let write: upshift_data_callback = { pointer, size, count, context in
    let data = UnsafeBufferPointer(bytes(pointer, size * count))
    return switch transfer(context).receive(data.span) {
    case .taken: data.count
    case .paused: Int(CURL_WRITEFUNC_PAUSE)
    case .abort: data.isEmpty ? 1 : 0
    }
  }

  private static let read: upshift_data_callback = { pointer, size, count, context in
    transfer(context).fill(bytes(pointer, size * count))
  }

  /// libcurl only ever counts from the beginning.
  private static let seek: upshift_seek_callback = { context, offset, _ in
    transfer(context).seek(to: Int(offset))
  }

  private static let prereq: upshift_prereq_callback = { context, _, _, _, localPort in
    transfer(context).prepareRequest(localPort: Int(localPort))
      ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
  }

  private static let debug: upshift_debug_callback = { _, kind, pointer, count, context in
    let trace: Trace
    switch kind {
    case CURLINFO_TEXT: trace = .information
    case CURLINFO_HEADER_OUT: trace = .requestHead
    case CURLINFO_HEADER_IN: trace = .responseHead
    case CURLINFO_DATA_OUT: trace = .sent
    case CURLINFO_DATA_IN: trace = .received
    case CURLINFO_SSL_DATA_OUT: trace = .sentTLS
    case CURLINFO_SSL_DATA_IN: trace = .receivedTLS
    default: return 0
    }
    transfer(context).trace(trace, UnsafeBufferPointer(bytes(pointer, count)).span)
    return 0
  }

  private static let openSocket: upshift_opensocket_callback = { context, _, address in
    sockets(context).make(for: address)
  }

  private static let closeSocket: upshift_closesocket_callback = { context, descriptor in
    sockets(context).dispose(of: descriptor)
  }

  private static let adoptSocket: upshift_sockopt_callback = { context, descriptor, _ in
    sockets(context).isSwitched(descriptor) ? CURL_SOCKOPT_ALREADY_CONNECTED : CURL_SOCKOPT_OK
  }
}
