/// What holds for all operations of a command line, wherever it stands.
struct Globals {
  /// `--color`.
  enum Color: String, CaseIterable { case auto, always, never }

  var isVerbose = false
  var isSilent = false
  var showsError = false
  var showsSecrets = false
  var color = Color.auto
  /// `--trace` or `--trace-ascii`.
  struct Trace {
    var file: String
    var isASCII: Bool
  }

  var trace: Trace?
  /// `--trace-time`.
  var tellsTime = false
  /// `--curl`.
  var printsCurl = false
  /// `--libcurl`.
  var programFile: String?
  /// `--parallel`.
  var isParallel = false
  /// `--parallel-max`.
  var parallelMaximum = 50
  /// `--parallel-immediate`.
  var isParallelImmediate = false
  /// `--fail-early`.
  var failsEarly = false
  /// `--rate`: seconds from the beginning of one transfer to that of the next.
  var secondsPerTransfer: Double?
  /// `--progress-meter` and `--no-progress-meter`; nil for what suits.
  var meter: Bool?
  /// `--progress-bar`.
  var drawsBar = false
  /// `--styled-output`.
  var stylesHeads = true
  /// What was wrong and does not stand in the way.
  var warnings: [String] = []
  /// `--record`.
  var recordFile: String?

  /// Progress is told: to somebody who looks.
  var showsMeter: Bool {
    guard !isSilent, !isVerbose else { return meter == true }
    return meter ?? Environment.isTerminal(2)
  }

  /// Errors are to be said.
  var saysErrors: Bool { !isSilent || showsError }
}
