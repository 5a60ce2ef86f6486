#!/bin/bash
# The fault proxy of the other scripts does what its rules say.
. "$(dirname "$0")/lib.sh"
need_program curl curl || skip_all "$SERVER_WHY"
mastodon_start "$T/mastodon" || skip_all "$SERVER_WHY"
faultproxy_start "$T/proxy" "$MASTODON_PORT" || skip_all "$SERVER_WHY"

# One GET through the proxy: sets CODE (curl's) and leaves the answer in $T/answer.
get() { # [CURL-OPTION ...]
    curl -sS --max-time 5 -o "$T/answer" -w '%{http_code}' "$@" "$FAULT_URL/api/v1/instance" >"$T/status" 2>"$T/curl.err"
    CODE=$?
}
arrived() { # COUNT WHAT: so many requests reached the server
    mastodon >"$T/state"
    json ".requests | length == $1" "$2" "$T/state"
    mastodon '{"reset": true}' >/dev/null
}
code() { # WANTED WHAT
    if [ "$CODE" = "$1" ]; then pass "$2"; else fail "$2" "curl ended with $CODE: $(cat "$T/curl.err")"; fi
}

get
code 0 'pass: the answer arrives'
json '.version == "4.5.0"' 'pass: whole' "$T/answer"
arrived 1 'pass: the server sees the request'

fault '{"mode": "refuse", "times": 1}' >/dev/null
get
check "refuse: no connection, or a reset" grep -qE "^(7|56)$" <(echo "$CODE")
get
code 0 'refuse: for one connection only'
arrived 1 'refuse: the server saw only the second'

fault '{"mode": "blackhole"}' >/dev/null
get --max-time 1
code 28 'blackhole: the client waits in vain'
arrived 0 'blackhole: the server sees nothing'

fault '{"mode": "delay", "ms": 700, "times": 1}' >/dev/null
get --max-time 0.4
code 28 'delay: too late for the impatient'
sleep 0.6
arrived 1 'delay: what was sent arrives all the same'
fault '{"mode": "delay", "ms": 300, "times": 1}' >/dev/null
get
code 0 'delay: the patient get their answer'

fault '{"mode": "slow", "bps": 4000, "times": 1}' >/dev/null
get --max-time 0.3
code 28 'slow: an answer of 1 kB takes long at 4000 B/s'
fault '{"mode": "slow", "bps": 40000, "times": 1}' >/dev/null
get
json '.version == "4.5.0"' 'slow: it arrives whole' "$T/answer"
mastodon '{"reset": true}' >/dev/null

fault '{"mode": "lose-answer", "times": 1}' >/dev/null
get
code 56 'lose-answer: a reset instead of the answer'
arrived 1 'lose-answer: the server did act'

fault '{"mode": "cut", "bytes": 400, "times": 1}' >/dev/null
get
code 18 'cut: the answer ends too early'
fault '{"mode": "rst", "bytes": 400, "times": 1}' >/dev/null
get
code 56 'rst: the answer breaks off with a reset'
mastodon '{"reset": true}' >/dev/null

fault '{"mode": "status", "code": 502, "body": "<html>bad</html>", "times": 1, "headers": {"Retry-After": "7"}}' >/dev/null
get -D "$T/head"
check 'status: the code is the one asked for' grep -qx 502 <(cat "$T/status"; echo)
check 'status: with headers' grep -q '^Retry-After: 7' "$T/head"
check 'status: and body' grep -q '<html>bad' "$T/answer"
fault '{"mode": "garbage", "times": 1}' >/dev/null
get
code 1 'garbage: no HTTP'
fault '{"mode": "early-close", "times": 1}' >/dev/null
get
code 52 'early-close: no answer'
arrived 0 'status, garbage and early-close: the server saw nothing'

fault '{"mode": "dup-answer", "times": 1}' >/dev/null
(exec 3<>"/dev/tcp/127.0.0.1/$FAULT_PORT" && printf 'GET /api/v1/instance HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\nConnection: close\r\n\r\n' >&3 && cat <&3) >"$T/answer"
check 'dup-answer: two answers to one request' [ "$(grep -c '^HTTP/1.1 200' "$T/answer")" = 2 ]

fault '{"mode": "skew", "seconds": 600, "times": 1}' >/dev/null
get -D "$T/head"
moved=$(date -d "$(sed -n 's/^Date: //Ip' "$T/head")" +%s)
check 'skew: the date is ten minutes ahead' [ $((moved - $(date +%s))) -ge 590 ]
json '.version == "4.5.0"' 'skew: the answer is whole' "$T/answer"

# A rule for certain requests, on a connection that carries several.
fault '[{"mode": "lose-answer", "method": "GET", "path": "*/instance", "skip": 1, "times": 1}]' >/dev/null
curl -sS --max-time 5 "$FAULT_URL/api/v1/instance" "$FAULT_URL/api/v2/instance" >"$T/answer" 2>"$T/curl.err"
json '.version == "4.5.0"' 'a rule with skip lets the first pass' "$T/answer"
fault >"$T/seen"
# curl itself repeats a request whose reused connection dies: hence a third.
json '[.requests[].mode] == ["pass", "lose-answer", "pass"]' 'and takes the second' "$T/seen"
misspelt() { fault '{"mode": "lose-anwser"}' >/dev/null; }
check_not 'a mode that does not exist is refused' misspelt
finish 29
