import CLibcurl

extension EasyHandle {
  /// Which part of a resource is wanted, and in which form it may come.
  borrowing func configureWhatIsAsked(
    _ request: Request, _ options: Options
  ) throws(TransferError) {
    if options.asksForTransferCodings { try set(CURLOPT_TRANSFER_ENCODING, true) }
    if !options.decodes {
      try set(CURLOPT_HTTP_CONTENT_DECODING, false)
      try set(CURLOPT_HTTP_TRANSFER_DECODING, false)
    }
    if let slowness = options.slowness {
      try set(CURLOPT_LOW_SPEED_LIMIT, slowness.rate)
      try set(CURLOPT_LOW_SPEED_TIME, slowness.seconds)
    }
    // What a handshake opens has neither parts nor an age nor a size.
    guard case .plain = request.kind else { return }
    try set(CURLOPT_RANGE, options.range)
    if let condition = options.timeCondition {
      try set(CURLOPT_TIMECONDITION, condition.relation.rawValue)
      try setOffset(CURLOPT_TIMEVALUE_LARGE, condition.time)
    }
    if options.ignoresLength { try set(CURLOPT_IGNORE_CONTENT_LENGTH, true) }
    if let size = options.maximumSize { try setOffset(CURLOPT_MAXFILESIZE_LARGE, size) }
  }
}
