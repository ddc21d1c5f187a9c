extension OptionTable {
  /// How fast, how slow and how much.
  static let pace: [Option] = [
    Option(
      .limitRate, argument: "speed", .connection,
      help: "Transfer at most so many bytes a second",
      manual: """
        Sends and receives at most <speed> bytes a second, on average; `200K`, `3m` and `1G` are written in
        powers of 1024. It holds for a WebSocket too.
        """),
    Option(
      .speedTime, short: "y", argument: "seconds", .connection,
      help: "Give up if it was too slow for so long",
      manual: """
        Ends with exit status 28 if fewer bytes a second than `--speed-limit` (1 unless told) were transferred for
        so many seconds. It does not hold for an open WebSocket, which may be silent.
        """),
    Option(
      .speedLimit, short: "Y", argument: "speed", .connection,
      help: "What is too slow, in bytes a second",
      manual: """
        The least number of bytes a second, for `--speed-time` (30 seconds unless told).
        """),
    Option(
      .maxFilesize, argument: "size", .connection,
      help: "Refuse a body larger than this",
      manual: """
        Ends with exit status 63 if the last response's head says that the body is larger than <size>, written as for
        `--limit-rate`. What says no size is received whole.
        """),
  ]
}
