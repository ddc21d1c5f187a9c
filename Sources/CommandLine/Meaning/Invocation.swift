import Check
import Client
import HTTP
import Jq
import Platform
import Streams
import Transfer
import Upgrade
import WebSocket

/// What one operation of a command line means: what stands between two `--next`. The visits of all its URLs refer to it, and
/// `Reader` alone writes it, before the first.
final class Invocation {
  /// One URL, and where what it gives is to go.
  struct Target {
    @CopyOnWrite var job: Job
    var place = Place.standardOutput
    /// Which of the URLs that were typed, from 0 on.
    var number = 0
    /// It is the first of its operation.
    var isFirst = true
  }

  /// `--explain`.
  enum Explained: String { case text, json }

  var globals = Globals()
  var targets = TargetList()
  var files = FilePolicy()
  var pipe = PipeSettings()
  /// `--send` and `--expect` in their order, if there is an `--expect`.
  var scenario: [Scenario.Line] = []
  /// `--replay`, and `--replay-at-once`.
  var (replayFile, replaysAtOnce) = (nil as String?, false)
  /// Those of `--expect`, compiled once.
  private(set) var filters = Jq.Filters()
  /// `--within`, in seconds.
  var patience = 10.0
  var okCodes = Invocation.okCodes

  /// `--ok-close`, unless told.
  static let okCodes: [UInt16] = [1000, 1001, 1005]

  /// `--include`, or `--head`: heads are payload.
  var showsHeads = false
  /// `--suppress-connect-headers`.
  var hidesConnectHeads = false
  /// `--proto-default`.
  var defaultScheme = "http"
  /// `--dump-header`.
  var headFile: String?
  /// `--etag-save`.
  var tagFile: String?
  /// `--write-out`, its text.
  var writeOut: String?
  /// `--explain`: in which form.
  var explanation: Explained?
  /// `--doctor`.
  var isDoctor = false
  /// `--fail`.
  var fails = false
  /// `--pretty`.
  enum Pretty: String, CaseIterable { case auto, always, never }

  var pretty = Pretty.auto
  /// `--jq`.
  var bodyFilter: String?
  /// `--retry`.
  var retry = Retry()
  /// `--fail-with-body`.
  var failsWithBody = false

  /// `--interactive` and `--no-interactive`; `nil` for what suits.
  var isInteractive: Bool?
  /// `--reconnect`.
  var reconnects = false

  /// A conversation is a prompt's.
  func opensPrompt(for target: Target, on output: Outlet) -> Bool {
    if let isInteractive { return isInteractive }
    return explanation == nil && scenario.isEmpty && target.place == .standardOutput
      && !pipe.listens
      && pipe.count == nil && pipe.until == nil && !pipe.hasLinger && pipe.replay == nil
      && pipe.format != .ndjson && output.isTerminal && Environment.isTerminal(0)
  }

  /// What was asked of a conversation, if anything: the option, to be named.
  var conversationOption: String? {
    if !scenario.isEmpty { return "--expect" }
    if pipe.until != nil { return "--until" }
    if pipe.count != nil { return "--count" }
    if replayFile != nil { return "--replay" }
    if !pipe.preamble.isEmpty { return "--send" }
    return pipe.listens ? "--listen" : nil
  }
}

/// A wrong command line, or a file that it names and that cannot be read.
enum InvocationError: Error {
  case usage(UsageError)
  /// What names it: `--data`, or a request item.
  case file(String, FileError)
  case url(String, TransferError)
  /// A URL's globs make no sense.
  case glob(String, GlobError)
  /// A scheme that we do not speak.
  case scheme(String)
  /// There is no name for a file to write.
  case name(String)
  /// One of these, of a URL for which curl would have begun.
  indirect case unasked(InvocationError, Unasked)
}

/// A URL that nothing is sent to, for `--write-out`.
struct Unasked {
  var format: String
  var url: String
  /// Which of the URLs that were typed, from 0 on.
  var number: Int
}
