#!/bin/bash
# What the transport never does: send a create twice, follow, or show a secret to a host that is not
# the one it is for, or that can't prove to be it.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] || skip_all "'$BUILD/scripted-server' is not there: make servers"
now=${OUTCOME_TIMES[0]}

lines() { grep -c "$1" "$T/$2/log"; } # PATTERN SERVER
is_count() { # WANTED PATTERN SERVER WHAT
    local got
    got=$(lines "$2" "$3")
    if [ "$got" = "$1" ]; then pass "$4"; else fail "$4" "wanted $1, got $got: $(tail -n 5 "$T/$3/log" | tr '\n' ';')"; fi
}

# A thousand creates, whatever becomes of the connection: each arrives once.
create_under() { # NAME COUNT WANTED RULE-LINE ...
    printf 'create POST /create\nGET /before\n  close end\nCREATE\n' >"$T/$1.script"
    printf '  %s\n' "${@:4}" >>"$T/$1.script"
    scripted_start "$T/$1" "$T/$1.script" || { skip 2 "$SERVER_WHY"; return; }
    check "$1: $3" grep -qx "$3" <("$TESTS/../$BUILD/ask-http" "http://127.0.0.1:$SCRIPTED_PORT" "$2")
    is_count "$2" ' create$' "$1" "$1: $2 creates, none of them twice"
    server_stop "$SCRIPTED_PID"
}
if [ -x "$TESTS/../$BUILD/ask-http" ]; then
    create_under idle-dropped 300 '300 answered, 0 lost, 0 not sent' 'json {}'
    create_under reset 300 '0 answered, 300 lost, 0 not sent' 'reset request'
    create_under closed 200 '0 answered, 200 lost, 0 not sent' 'close request'
    create_under reset-at-the-head 100 '0 answered, 100 lost, 0 not sent' 'reset head'
    create_under expectation-failed 50 '50 answered, 0 lost, 0 not sent' 'status 417'
    create_under misdirected 50 '50 answered, 0 lost, 0 not sent' 'status 421'
    create_under not-authorised 50 '50 answered, 0 lost, 0 not sent' 'status 401' 'header WWW-Authenticate: Basic realm="x"'
    create_under redirected 50 '50 answered, 0 lost, 0 not sent' 'status 307' 'header Location: {origin}/create'
else
    skip 16 "'$BUILD/ask-http' is not there: make unit"
fi

# Certificates: not a byte of a request, so none of a secret.
publish_to() { # DIR NETWORK SCHEME
    outcome_workspace "$1/work" "$2" "$3"
    FAST= outcome_run "$1" "$now"
}
for network in bluesky mastodon; do
    for kind in good expired early wrong-host wrong-address no-host self-signed untrusted old-tls; do
        echo "listen $kind" >"$T/listen-$kind"
        scripted_start "$T/$network-$kind/server" "$OUTCOMES/networks/$network" "$T/listen-$kind" || { skip 1 "$SERVER_WHY"; continue; }
        publish_to "$T/$network-$kind" "$network" https
        if [ $kind = good ]; then
            is_count 1 '^post ' "$network-$kind/server" "$network: with a good certificate it is sent"
        elif grep -q '^connection' "$T/$network-$kind/server/log"; then
            is_count 0 '^request\|^left' "$network-$kind/server" "$network: a certificate that is $kind gets no request"
        else
            fail "$network: a certificate that is $kind was met" "$(cat "$T/$network-$kind/server/log" "$T/$network-$kind/err")"
        fi
        server_stop "$SCRIPTED_PID"
    done
    echo 'ANY' >"$T/plain"
    scripted_start "$T/$network-plain/server" "$OUTCOMES/networks/$network" "$T/plain" || { skip 1 "$SERVER_WHY"; continue; }
    publish_to "$T/$network-plain" "$network" https
    is_count 0 '^request' "$network-plain/server" "$network: where https meets a server without TLS, it gets no request"
    server_stop "$SCRIPTED_PID"
done

# A handshake that comes a byte at a time is given up in time, though something arrives all the while.
echo 'listen drip' >"$T/listen-drip"
if [ ! -e "$FAST" ]; then skip 4 "'$FAST' is not there: half a minute would be half a minute"; else
    for network in bluesky mastodon; do
        scripted_start "$T/$network-drip/server" "$OUTCOMES/networks/$network" "$T/listen-drip" || { skip 2 "$SERVER_WHY"; continue; }
        outcome_workspace "$T/$network-drip/work" "$network" https
        outcome_run "$T/$network-drip" "$now"
        check "$network: a handshake that drips is left, and the run says so" \
            grep -q 'SSL connection time' "$T/$network-drip/err"
        is_count 0 '^request\|^left' "$network-drip/server" "$network: and nothing was asked"
        server_stop "$SCRIPTED_PID"
    done
fi

# Hosts: the secret is for one, and the account's service is another, or can be read as another.
scripted_start "$T/hosts/server" "$OUTCOMES/networks/mastodon" || { skip 25 "$SERVER_WHY"; finish; }
here=127.0.0.1:$SCRIPTED_PORT
there=127.0.0.1:$SCRIPTED_OTHER
OUTCOME_SECRET="http://$here $OUTCOME_SECRET"
outcome_workspace "$T/hosts/work" mastodon http
while IFS= read -r service; do
    sed -i "s|service: .*|service: \"${service//\\/\\\\\\\\}\"|" "$T/hosts/work/brand/accounts.yml"
    git -C "$T/hosts/work" commit -qam 'brand: another server'
    FAST= outcome_run "$T/hosts" "$now"
    is_count 0 connection hosts/server "no packet for '$service'"
done <<END
http://$there
http://$here@$there
http://horno@$here
http://localhost:$SCRIPTED_PORT
http://127.0.0.2:$SCRIPTED_PORT
http://127.0.0.1.:$SCRIPTED_PORT
http://$here.evil.example
http://$there#@$here
http://$there/?@$here
http://$there\\@$here
http://0x7f.1:$SCRIPTED_PORT
http://2130706433:$SCRIPTED_PORT
http://0177.0.0.1:$SCRIPTED_PORT
http://127.1:$SCRIPTED_PORT
http://[::ffff:127.0.0.1]:$SCRIPTED_PORT
http://[::1]:$SCRIPTED_PORT
https://$here
ftp://$here
//$here
http:$here
http://127.0.0.1%2e:$SCRIPTED_PORT
http://$here%40$there
http://①27.0.0.1:$SCRIPTED_PORT
http://lоcalhost:$SCRIPTED_PORT
http://127.0.0.1:${SCRIPTED_PORT}1
END
check_not 'and none of it says the secret' grep -q canary "$T/hosts/out" "$T/hosts/err"
server_stop "$SCRIPTED_PID"

# One account's server refuses or is busy: one create, and the other account gets its three posts.
for fault in 401 429-retry-after; do
    scripted_start "$T/two-$fault/server" "$OUTCOMES/networks/bluesky" "$OUTCOMES/faults/$fault" || { skip 4 "$SERVER_WHY"; continue; }
    outcome_workspace "$T/two-$fault/work" bluesky http
    scripted_start "$T/two-$fault/second" "$OUTCOMES/networks/mastodon" || { skip 4 "$SERVER_WHY"; continue; }
    OUTCOME_SECRET=canary-4f1c-of-the-account
    printf '  casa:\n    network: mastodon\n    secret: PREGON_HORNO\n    handle: horno\n    service: http://127.0.0.1:%s\n' "$SCRIPTED_PORT" >>"$T/two-$fault/work/brand/accounts.yml"
    for post in uno dos tres; do
        printf -- '---\ntitle: %s\ndate: 2026-11-24 09:30\naccounts: [horno, casa]\n---\nVuelve la hogaza, %s.\n' $post $post >"$T/two-$fault/work/content/posts/$post.md"
    done
    rm "$T/two-$fault/work/content/posts/otono.md"
    git -C "$T/two-$fault/work" add -A && git -C "$T/two-$fault/work" commit -qm 'post: three'
    FAST= outcome_run "$T/two-$fault" "$now"
    is_count 1 ' create$' "two-$fault/server" "$fault: one request fails, for three posts"
    is_count 3 '^post ' "two-$fault/second" "$fault: the other account gets its three"
    before=$(lines . "two-$fault/server")
    FAST= outcome_run "$T/two-$fault" "${OUTCOME_TIMES[1]}"
    if [ $fault = 401 ]; then
        is_count 2 ' create$' "two-$fault/server" '401: one more in the next run'
    else
        is_count "$before" . "two-$fault/server" '429: no request, no connection, before it said'
    fi
    is_count 3 '^post ' "two-$fault/second" "$fault: and no post twice"
done
finish 74
