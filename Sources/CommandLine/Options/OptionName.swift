/// Every option; the raw value is its long name. The order is that of the help and of the manual.
enum OptionName: String, CaseIterable, Sendable {
  // Upgrades
  case upgrade
  case noUpgrade = "no-upgrade"
  case maxUpgrades = "max-upgrades"
  case explain
  case doctor
  case tlsUpgrade = "tls-upgrade"

  // WebSocket
  case send
  case expect
  case within
  case record
  case replay
  case replayAtOnce = "replay-at-once"
  case wsFormat = "ws-format"
  case wsSend = "ws-send"
  case linger
  case count
  case until
  case listen
  case okClose = "ok-close"
  case subprotocol
  case origin
  case pingInterval = "ping-interval"
  case pingTimeout = "ping-timeout"
  case interactive
  case noInteractive = "no-interactive"
  case reconnect
  case deflate
  case noDeflate = "no-deflate"
  case maxMessage = "max-message"

  // HTTP
  case url
  case globoff
  case next
  case request
  case header
  case head
  case userAgent = "user-agent"
  case referer
  case cookie
  case cookieJar = "cookie-jar"
  case location
  case locationTrusted = "location-trusted"
  case maxRedirs = "max-redirs"
  case compressed
  case http10 = "http1.0"
  case http11 = "http1.1"
  case http2
  case http2PriorKnowledge = "http2-prior-knowledge"
  case maxHead = "max-head"
  case range
  case timeCond = "time-cond"
  case etagSave = "etag-save"
  case etagCompare = "etag-compare"
  case urlQuery = "url-query"
  case requestTarget = "request-target"
  case pathAsIs = "path-as-is"
  case raw
  case trEncoding = "tr-encoding"
  case ignoreContentLength = "ignore-content-length"
  case junkSessionCookies = "junk-session-cookies"
  case post301
  case post302
  case post303
  case useAscii = "use-ascii"

  // Request bodies
  case data
  case dataRaw = "data-raw"
  case dataBinary = "data-binary"
  case dataUrlencode = "data-urlencode"
  case json
  case get
  case form
  case formString = "form-string"
  case formEscape = "form-escape"
  case uploadFile = "upload-file"
  case append
  case crlf

  // Authentication
  case user
  case basic
  case digest
  case ntlm
  case negotiate
  case anyauth
  case oauth2Bearer = "oauth2-bearer"
  case netrc
  case netrcFile = "netrc-file"
  case netrcOptional = "netrc-optional"

  // TLS
  case insecure
  case cacert
  case capath
  case cert
  case key
  case pass
  case tlsv12 = "tlsv1.2"
  case tlsv13 = "tlsv1.3"

  // Proxies
  case proxy
  case proxyUser = "proxy-user"
  case proxytunnel
  case proxyCacert = "proxy-cacert"
  case proxyInsecure = "proxy-insecure"
  case noproxy

  // Connections
  case connectTimeout = "connect-timeout"
  case maxTime = "max-time"
  case resolve
  case connectTo = "connect-to"
  case unixSocket = "unix-socket"
  case interface
  case ipv4
  case ipv6
  case limitRate = "limit-rate"
  case speedTime = "speed-time"
  case speedLimit = "speed-limit"
  case maxFilesize = "max-filesize"

  case retry
  case retryDelay = "retry-delay"
  case retryMaxTime = "retry-max-time"
  case retryAllErrors = "retry-all-errors"
  case retryConnrefused = "retry-connrefused"
  case parallel
  case parallelMax = "parallel-max"
  case parallelImmediate = "parallel-immediate"
  case rate
  case failEarly = "fail-early"

  // Output
  case include
  case output
  case remoteName = "remote-name"
  case remoteNameAll = "remote-name-all"
  case remoteHeaderName = "remote-header-name"
  case outputDir = "output-dir"
  case createDirs = "create-dirs"
  case noClobber = "no-clobber"
  case createFileMode = "create-file-mode"
  case continueAt = "continue-at"
  case removeOnError = "remove-on-error"
  case remoteTime = "remote-time"
  case xattr
  case dumpHeader = "dump-header"
  case writeOut = "write-out"
  case noBuffer = "no-buffer"
  case fail
  case failWithBody = "fail-with-body"
  case pretty
  case jq

  // What is said on standard error
  case verbose
  case trace
  case traceAscii = "trace-ascii"
  case traceTime = "trace-time"
  case silent
  case progressBar = "progress-bar"
  case noProgressMeter = "no-progress-meter"
  case showError = "show-error"
  case stderr
  case showSecrets = "show-secrets"
  case color
  case styledOutput = "styled-output"

  // Checks
  case jobs
  case test
  case variable
  case variablesFile = "variables-file"
  case secret
  case retryInterval = "retry-interval"
  case `repeat`
  case continueOnError = "continue-on-error"
  case fileRoot = "file-root"
  case reportJUnit = "report-junit"
  case reportTAP = "report-tap"
  case reportJSON = "report-json"
  case reportHTML = "report-html"

  // The tool itself
  case config
  case disable
  case help
  case manual
  case version
  case curl
  case libcurl
  case generate
}
