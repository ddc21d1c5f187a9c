# Completion of upshift for bash. Made by: upshift --generate bash
# A value may follow a long option after "=", hence "-s".
_upshift()
{
  local cur prev words cword split
  _init_completion -s || return
  case $prev in
    --upgrade)
      COMPREPLY=($(compgen -W 'websocket h2c' -- "$cur"))
      return ;;
    --max-upgrades | --send | --expect | --within | --linger | --count | --until | --ok-close | --subprotocol | --origin | --ping-interval | --ping-timeout | --deflate | --max-message | --url | -A | --user-agent | -e | --referer | --max-redirs | --expect100-timeout | --max-head | -r | --range | --request-target | --data-raw | -F | --form | --form-string | -u | --user | --aws-sigv4 | --service-name | --pass | --engine | --ciphers | --tls13-ciphers | --curves | --tlsuser | --tlspassword | -x | --proxy | -U | --proxy-user | --noproxy | --proxy1.0 | --preproxy | --socks4 | --socks4a | --socks5 | --socks5-hostname | --socks5-gssapi-service | --proxy-service-name | --proxy-pass | --proxy-ciphers | --proxy-tls13-ciphers | --proxy-tlsuser | --proxy-tlspassword | --connect-timeout | -m | --max-time | --resolve | --connect-to | --abstract-unix-socket | --local-port | --happy-eyeballs-timeout-ms | --keepalive-time | --proto | --proto-redir | --doh-url | --dns-servers | --dns-ipv4-addr | --dns-ipv6-addr | --retry | --retry-delay | --retry-max-time | --parallel-max | --rate | --limit-rate | -y | --speed-time | -Y | --speed-limit | --max-filesize | -C | --continue-at | --create-file-mode | --jq | --jobs | --variable | --secret | --retry-interval | --repeat)
      return ;;
    --tls-upgrade)
      COMPREPLY=($(compgen -W 'rewrite in-place' -- "$cur"))
      return ;;
    --record | --replay | -b | --cookie | -c | --cookie-jar | -z | --time-cond | --etag-save | --etag-compare | -T | --upload-file | --netrc-file | --cacert | --crlfile | --pinnedpubkey | -E | --cert | --key | --egd-file | --random-file | --proxy-cacert | --proxy-crlfile | --proxy-pinnedpubkey | --proxy-cert | --proxy-key | --unix-socket | --hsts | --alt-svc | -o | --output | -D | --dump-header | --trace | --trace-ascii | --stderr | --variables-file | --report-junit | --report-tap | -K | --config | --libcurl)
      _filedir
      return ;;
    --ws-format)
      COMPREPLY=($(compgen -W 'lines nul raw ndjson' -- "$cur"))
      return ;;
    --ws-send)
      COMPREPLY=($(compgen -W 'text binary' -- "$cur"))
      return ;;
    -X | --request)
      COMPREPLY=($(compgen -W 'GET HEAD POST PUT PATCH DELETE OPTIONS' -- "$cur"))
      return ;;
    -H | --header | --url-query | -d | --data | --data-ascii | --data-binary | --data-urlencode | --json | --oauth2-bearer | --proxy-header | -w | --write-out)
      if [[ $cur == *@* ]]; then
        local before=${cur%%@*}@
        cur=${cur#*@}
        _filedir
        COMPREPLY=("${COMPREPLY[@]/#/$before}")
      fi
      return ;;
    --delegation)
      COMPREPLY=($(compgen -W 'none policy always' -- "$cur"))
      return ;;
    --capath | --proxy-capath | --output-dir | --file-root | --report-json | --report-html)
      _filedir -d
      return ;;
    --cert-type | --proxy-cert-type)
      COMPREPLY=($(compgen -W 'PEM DER ENG P12' -- "$cur"))
      return ;;
    --key-type | --proxy-key-type)
      COMPREPLY=($(compgen -W 'PEM DER ENG' -- "$cur"))
      return ;;
    --tls-max)
      COMPREPLY=($(compgen -W 'default 1.0 1.1 1.2 1.3' -- "$cur"))
      return ;;
    --tlsauthtype | --proxy-tlsauthtype)
      COMPREPLY=($(compgen -W 'SRP' -- "$cur"))
      return ;;
    --interface | --dns-interface)
      _available_interfaces -a
      return ;;
    --proto-default)
      COMPREPLY=($(compgen -W 'http https ws wss' -- "$cur"))
      return ;;
    --pretty | --color)
      COMPREPLY=($(compgen -W 'auto always never' -- "$cur"))
      return ;;
    -h | --help)
      COMPREPLY=($(compgen -W 'all category upgrade websocket http post auth tls proxy connection output verbose check upshift description options items prompt events checks examples exit environment files threats differences' -- "$cur"))
      return ;;
  esac
  $split && return
  if ((cword == 2)) && [[ ${words[1]} == help ]]; then
      COMPREPLY=($(compgen -W 'all category upgrade websocket http post auth tls proxy connection output verbose check upshift description options items prompt events checks examples exit environment files threats differences' -- "$cur"))
    return
  fi
  local is_check=false
  ((cword > 1)) && [[ ${words[1]} == check ]] && is_check=true
  if [[ $cur == -* ]]; then
    local options='
        --explain --doctor --max-upgrades --tls-upgrade --replay
        --replay-at-once --subprotocol --origin --ping-interval --ping-timeout
        --deflate --no-deflate --max-message --url -H --header -A --user-agent
        -e --referer -b --cookie -c --cookie-jar -L --location
        --location-trusted --max-redirs --compressed -0 --http1.0 --http1.1
        --http2 --http2-prior-knowledge --http3 --http3-only --http0.9
        --expect100-timeout --max-head --path-as-is --raw --tr-encoding
        --ignore-content-length -j --junk-session-cookies --post301 --post302
        --post303 -B --use-ascii -u --user --basic --digest --ntlm --negotiate
        --ntlm-wb --anyauth --oauth2-bearer --aws-sigv4 --delegation
        --service-name --disallow-username-in-url -n --netrc --netrc-file
        --netrc-optional -k --insecure --cacert --capath --crlfile
        --pinnedpubkey --cert-status -E --cert --cert-type --key --key-type
        --pass --engine -1 --tlsv1 --tlsv1.0 --tlsv1.1 --tlsv1.2 --tlsv1.3
        --tls-max --ciphers --tls13-ciphers --curves --no-alpn --no-sessionid
        --false-start --tlsuser --tlspassword --tlsauthtype --ssl-allow-beast
        --ssl-no-revoke --ssl-revoke-best-effort --ssl-auto-client-cert -2
        --sslv2 -3 --sslv3 --no-npn --egd-file --random-file -x --proxy -U
        --proxy-user -p --proxytunnel --noproxy --proxy1.0 --preproxy --socks4
        --socks4a --socks5 --socks5-hostname --socks5-basic --socks5-gssapi
        --socks5-gssapi-nec --socks5-gssapi-service --proxy-basic --proxy-digest
        --proxy-ntlm --proxy-negotiate --proxy-anyauth --proxy-service-name
        --proxy-header --proxy-insecure --proxy-cacert --proxy-capath
        --proxy-crlfile --proxy-pinnedpubkey --proxy-cert --proxy-cert-type
        --proxy-key --proxy-key-type --proxy-pass --proxy-tlsv1 --proxy-ciphers
        --proxy-tls13-ciphers --proxy-tlsuser --proxy-tlspassword
        --proxy-tlsauthtype --proxy-ssl-allow-beast --proxy-ssl-auto-client-cert
        --connect-timeout -m --max-time --resolve --connect-to --unix-socket
        --abstract-unix-socket --interface --local-port -4 --ipv4 -6 --ipv6
        --happy-eyeballs-timeout-ms --no-keepalive --keepalive-time
        --tcp-nodelay --tcp-fastopen --haproxy-protocol --proto --proto-redir
        --proto-default --hsts --alt-svc --doh-url --doh-insecure
        --doh-cert-status --dns-servers --dns-interface --dns-ipv4-addr
        --dns-ipv6-addr --retry --limit-rate -y --speed-time -Y --speed-limit
        --max-filesize -N --no-buffer -v --verbose --trace --trace-ascii
        --trace-time -s --silent -S --show-error --stderr --show-secrets --color
        --styled-output -K --config -q --disable -h --help -M --manual -V
        --version
    '
    if $is_check; then
      options+='
        --jobs --test --variable --variables-file --secret --retry-interval
        --repeat --continue-on-error --file-root --report-junit --report-tap
        --report-json --report-html
      '
    else
      options+='
        --upgrade --no-upgrade --send --expect --within --record --ws-format
        --ws-send --linger --count --until --listen --ok-close --interactive
        --no-interactive --reconnect -g --globoff -: --next -X --request -I
        --head -r --range -z --time-cond --etag-save --etag-compare --url-query
        --request-target -d --data --data-ascii --data-raw --data-binary
        --data-urlencode --json -G --get -F --form --form-string --form-escape
        -T --upload-file -a --append --crlf --suppress-connect-headers
        --retry-delay --retry-max-time --retry-all-errors --retry-connrefused -Z
        --parallel --parallel-max --parallel-immediate --rate --fail-early -i
        --include -o --output -O --remote-name --remote-name-all -J
        --remote-header-name --output-dir --create-dirs --no-clobber -C
        --continue-at --remove-on-error -R --remote-time --xattr
        --create-file-mode -D --dump-header -w --write-out -f --fail
        --fail-with-body --check-status --pretty --jq -# --progress-bar
        --no-progress-meter --curl --libcurl
      '
    fi
    COMPREPLY=($(compgen -W "$options" -- "$cur"))
  elif $is_check; then
    _filedir '@(check|hurl)'
  elif ((cword == 1)); then
    COMPREPLY=($(compgen -W 'check help' -- "$cur"))
  fi
} &&
  complete -F _upshift upshift
