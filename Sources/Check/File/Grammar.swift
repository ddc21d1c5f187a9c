/// The grammar of check files, for a reader.
public enum Grammar {
  /// EBNF: what is in quotes stands so, `[ ]` may be left out, `{ }` may be repeated. Lines that are blank or
  /// comments may stand between any two lines, and blanks between any two words.
  public static let text = ##"""
    file       = { entry } ;
    entry      = request [ answer | websocket ] ;
    request    = method url eol { pair }
                 { option-lines | pairs | multipart } [ body eol ] ;
    answer     = "HTTP" [ "/1.0" | "/1.1" | "/2" | "/3" | "/*" ]
                 code { "->" code } eol { pair }
                 { captures | asserts | websocket } [ body eol ] ;
                 (* sections in any order, each once;
                    no body with a websocket *)
    code       = "*" | digit digit digit ;
    pair       = key ":" text eol ;

    pairs      = ( "[Query]" | "[QueryStringParams]" | "[Form]"
               | "[FormParams]" | "[Cookies]" ) eol { pair }
               | "[BasicAuth]" eol [ pair ] ;
    multipart  = ( "[Multipart]" | "[MultipartFormData]" ) eol
                 { key ":" ( text | "file," path ";" [ text ] ) eol } ;
    captures   = "[Captures]" eol
                 { key ":" question [ "redact" ] eol } ;
    asserts    = "[Asserts]" eol { question predicate eol } ;
    option-lines = "[Options]" eol { option ":" text eol } ;
    option     = "aws-sigv4" | "cacert" | "cert" | "compressed"
               | "connect-timeout" | "connect-to" | "delay"
               | "digest" | "header" | "http1.0" | "http1.1"
               | "http2" | "insecure" | "ipv4" | "ipv6" | "key"
               | "limit-rate" | "location" | "location-trusted"
               | "max-redirs" | "negotiate" | "netrc"
               | "netrc-file" | "netrc-optional" | "ntlm"
               | "output" | "path-as-is" | "pinnedpubkey" | "proxy"
               | "repeat" | "resolve" | "retry" | "retry-interval"
               | "skip" | "unix-socket" | "user" | "variable"
               | "verbose" | "very-verbose" | "deflate"
               | "expect-timeout" | "max-message" | "max-time"
               | "max-upgrades" | "no-deflate" | "origin"
               | "ping-interval" | "ping-timeout" | "strict"
               | "subprotocol" | "tls-upgrade" | "upgrade" ;

    websocket  = "[WebSocket]" eol { step eol } ;
    step       = "send" [ "binary" ] ( body | text )
               | "expect" ( assert
                          | "any" "{" assert "}" { "{" assert "}" }
                          | number "messages" | "ping" | "pong"
                          | "close" [ number { "or" number } ] )
                 [ "within" time ]
               | "never" assert "for" time
               | "capture" name question [ "redact" ]
               | "ping" [ text ] | "close" [ number [ string ] ] ;
    assert     = question [ predicate ] ;
    time       = number ( "ms" | "s" | "m" | "h" ) ;

    question   = query { filter } ;
    query      = "status" | "version" | "url" | "header" string
               | "cookie" string | "duration"
               | "certificate" string              (* of an answer *)
               | "text" | "binary"                 (* of a message *)
               | "body" | "bytes" | "jq" string | "jsonpath" string
               | "regex" pattern | "sha256" | "md5"
               | "variable" string ;
    filter     = "base64Decode" | "base64Encode" | "base64UrlSafeDecode"
               | "base64UrlSafeEncode" | "count" | "decode" string
               | "first" | "htmlEscape" | "htmlUnescape" | "jq" string
               | "jsonpath" string | "last" | "nth" number
               | "regex" pattern | "replace" string string
               | "replaceRegex" pattern string | "split" string
               | "toFloat" | "toInt" | "toString" | "urlDecode"
               | "urlEncode" ;
    predicate  = [ "not" ] ( "==" value | "!=" value | ">" value
               | ">=" value | "<" value | "<=" value | "contains" value
               | "startsWith" value | "endsWith" value
               | "matches" pattern | "exists" | "isBoolean"
               | "isCollection" | "isDate" | "isEmpty" | "isFloat"
               | "isInteger" | "isIpv4" | "isIpv6" | "isNumber"
               | "isString" | "isUuid" ) ;
    value      = string | number | "true" | "false" | "null" | variable
               | bytes ;

    body       = json | xml | string | bytes ;
                 (* json and xml may go on over several lines *)
    bytes      = "base64," base64 ";" | "hex," digits ";"
               | "file," path ";" ;
    pattern    = string | "/" regex "/" ;
    string     = '"' characters '"' | "`" characters "`"
               | "```" characters "```"
               | "```" [ kind ] eol lines "```" ;
    kind       = ( language | attribute ) { "," attribute } ;
    language   = "json" | "xml" | "raw" | "base64" | "hex" ;
    attribute  = "escape" | "novariable" ;
    variable   = "{{" name "}}" ;
                 (* in any text, key, path and string as well *)
    eol        = [ "#" comment ] line-end ;
                 (* a text ends before a #; \# is one *)
    """##
}
