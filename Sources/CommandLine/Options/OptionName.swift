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
  case http3
  case http3Only = "http3-only"
  case http09 = "http0.9"
  case expect100Timeout = "expect100-timeout"
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
  case ntlmWinbind = "ntlm-wb"
  case anyauth
  case oauth2Bearer = "oauth2-bearer"
  case awsSigv4 = "aws-sigv4"
  case delegation
  case serviceName = "service-name"
  case disallowUsernameInURL = "disallow-username-in-url"
  case netrc
  case netrcFile = "netrc-file"
  case netrcOptional = "netrc-optional"

  // TLS
  case insecure
  case cacert
  case capath
  case crlfile
  case pinnedpubkey
  case certStatus = "cert-status"
  case cert
  case certType = "cert-type"
  case key
  case keyType = "key-type"
  case pass
  case engine
  case tlsv1
  case tlsv10 = "tlsv1.0"
  case tlsv11 = "tlsv1.1"
  case tlsv12 = "tlsv1.2"
  case tlsv13 = "tlsv1.3"
  case tlsMax = "tls-max"
  case ciphers
  case tls13Ciphers = "tls13-ciphers"
  case curves
  case noALPN = "no-alpn"
  case noSessionid = "no-sessionid"
  case falseStart = "false-start"
  case tlsuser
  case tlspassword
  case tlsauthtype
  case sslAllowBeast = "ssl-allow-beast"
  case sslNoRevoke = "ssl-no-revoke"
  case sslRevokeBestEffort = "ssl-revoke-best-effort"
  case sslAutoClientCert = "ssl-auto-client-cert"
  case sslv2
  case sslv3
  case noNPN = "no-npn"
  case egdFile = "egd-file"
  case randomFile = "random-file"

  // Proxies
  case proxy
  case proxyUser = "proxy-user"
  case proxytunnel
  case noproxy
  case proxy10 = "proxy1.0"
  case preproxy
  case socks4
  case socks4a
  case socks5
  case socks5Hostname = "socks5-hostname"
  case socks5Basic = "socks5-basic"
  case socks5GSSAPI = "socks5-gssapi"
  case socks5GSSAPINEC = "socks5-gssapi-nec"
  case socks5GSSAPIService = "socks5-gssapi-service"
  case proxyBasic = "proxy-basic"
  case proxyDigest = "proxy-digest"
  case proxyNTLM = "proxy-ntlm"
  case proxyNegotiate = "proxy-negotiate"
  case proxyAnyauth = "proxy-anyauth"
  case proxyServiceName = "proxy-service-name"
  case proxyHeader = "proxy-header"
  case suppressConnectHeaders = "suppress-connect-headers"
  case proxyInsecure = "proxy-insecure"
  case proxyCacert = "proxy-cacert"
  case proxyCapath = "proxy-capath"
  case proxyCrlfile = "proxy-crlfile"
  case proxyPinnedpubkey = "proxy-pinnedpubkey"
  case proxyCert = "proxy-cert"
  case proxyCertType = "proxy-cert-type"
  case proxyKey = "proxy-key"
  case proxyKeyType = "proxy-key-type"
  case proxyPass = "proxy-pass"
  case proxyTLSv1 = "proxy-tlsv1"
  case proxyCiphers = "proxy-ciphers"
  case proxyTLS13Ciphers = "proxy-tls13-ciphers"
  case proxyTLSUser = "proxy-tlsuser"
  case proxyTLSPassword = "proxy-tlspassword"
  case proxyTLSAuthtype = "proxy-tlsauthtype"
  case proxySSLAllowBeast = "proxy-ssl-allow-beast"
  case proxySSLAutoClientCert = "proxy-ssl-auto-client-cert"

  // Connections
  case connectTimeout = "connect-timeout"
  case maxTime = "max-time"
  case resolve
  case connectTo = "connect-to"
  case unixSocket = "unix-socket"
  case abstractUnixSocket = "abstract-unix-socket"
  case interface
  case localPort = "local-port"
  case ipv4
  case ipv6
  case happyEyeballsTimeout = "happy-eyeballs-timeout-ms"
  case noKeepalive = "no-keepalive"
  case keepaliveTime = "keepalive-time"
  case tcpNodelay = "tcp-nodelay"
  case tcpFastopen = "tcp-fastopen"
  case haproxyProtocol = "haproxy-protocol"
  case proto
  case protoRedir = "proto-redir"
  case protoDefault = "proto-default"
  case hsts
  case altSvc = "alt-svc"
  case dohURL = "doh-url"
  case dohInsecure = "doh-insecure"
  case dohCertStatus = "doh-cert-status"
  case dnsServers = "dns-servers"
  case dnsInterface = "dns-interface"
  case dnsIPv4Address = "dns-ipv4-addr"
  case dnsIPv6Address = "dns-ipv6-addr"
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
