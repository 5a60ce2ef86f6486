#!/bin/bash
# A git host over https that can't prove who it is, or that sends us elsewhere: no credential leaves,
# nothing is sent to an account, and the run says what is wrong. For what fetches (publish), what
# pushes, and doctor's question whether we may.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] || skip_all "'$BUILD/scripted-server' is not there: make servers"
REMOTE=$(cd "$TESTS/.." && realpath -m "$BUILD/remote")
[ -x "$REMOTE" ] || skip_all "'$REMOTE' is not there: run make unit first"
now=${OUTCOME_TIMES[0]}
export PREGON_GIT_TOKEN=canary-4f1c-of-the-git-host
SENT_AS=$(printf 'x-access-token:%s' "$PREGON_GIT_TOKEN" | base64 -w0)

# Wants to know who comes; "post" in the log is a request that said so, with its key.
host_script() { # FILE LINE-OF-THE-ANSWER-TO-WHO-SIGNED-IN ...
    printf '%s\n' 'key header authorization' 'create GET /site.git/info/refs*' \
        'CREATE times 1' '  status 401' '  header WWW-Authenticate: Basic realm="git"' \
        'CREATE' '  accept' >"$1"
    printf '  %s\n' "${@:2}" >>"$1"
}
host_script "$T/host" 'status 403'

new_workspace
NEW=$("$REMOTE" commit - deliveries/x.yml 'state: sent')
commits=$(git rev-list --all --count)
try() { # fetch|listen|push|probe DIR URL
    git remote remove origin 2>/dev/null
    git remote add origin "$3"
    (
        export SSL_CERT_FILE=$2/authority.pem
        case $1 in
            listen) exec "$REMOTE" -t 1000 fetch "$3" HEAD ;;
            fetch) exec "$PREGON" publish --now "$now" ;;
            push) exec "$REMOTE" push "$3" refs/heads/pregon-ledger - "$NEW" ;;
            probe) exec "$REMOTE" probe "$3" ;;
        esac
    ) >"$T/said" 2>&1 </dev/null
    TRY_STATUS=$?
}
# What git asked; publish asks each host for the time, too.
asked() { grep -c '^request [A-Z]* /[a-z]' "$1/log"; } # DIR
has_sent() { grep -qF "key=Basic $SENT_AS" "$1/log"; }
untouched() { [ "$(git rev-list --all --count)" = "$commits" ] && [ ! -e public ] && ! grep -q canary "$T/said"; }

for way in fetch push probe; do
    for kind in good expired early wrong-host wrong-address no-host self-signed untrusted old-tls; do
        dir=$T/$way-$kind
        echo "listen $kind" >"$T/listen"
        scripted_start "$dir" "$T/host" "$T/listen" || { skip 2 "$SERVER_WHY"; continue; }
        try $way "$dir" "https://localhost:$SCRIPTED_PORT/site.git"
        if [ $kind = good ]; then
            check "$way: with a good certificate the token is sent" has_sent "$dir"
        elif ! grep -q '^connection' "$dir/log"; then
            fail "$way: a host that is $kind was met" "$(cat "$T/said")"
        elif grep -qa '^request\|^left\|Basic' "$dir/log"; then
            fail "$way: a host that is $kind gets no request" "$(cat "$dir/log")"
        else
            pass "$way: a host that is $kind gets no request"
        fi
        check "$way: $kind: nothing else happened" untouched
        [ $way != fetch ] || check "$way: $kind: status 4" [ $TRY_STATUS = 4 ]
        case $way-$kind in
            fetch-expired | fetch-wrong-host | fetch-untrusted)
                check "$way: $kind: it says so" grep -q "localhost:$SCRIPTED_PORT.*certificate is not valid" "$T/said" ;;
        esac
        server_stop "$SCRIPTED_PID"
    done
done

# A host that knows no TLS waits for the rest of a request, and is left in time.
scripted_start "$T/plain" "$T/host" && cp "$T/fetch-good/authority.pem" "$T/plain/" &&
    try listen "$T/plain" "https://localhost:$SCRIPTED_PORT/site.git"
check 'where https meets a server without TLS, it gets no request' \
    [ "$(grep -c '^connection' "$T/plain/log") $(grep -ca '^request\|Basic' "$T/plain/log")" = '1 0' ]

# One that speaks, but takes for ever: half a minute, which the fast clock makes half a second.
echo 'listen drip' >"$T/listen"
if [ ! -e "$FAST" ]; then skip 2 "'$FAST' is not there: half a minute would be half a minute"
elif ! scripted_start "$T/drip" "$T/host" "$T/listen"; then skip 2 "$SERVER_WHY"; else
    FAST_CLOCK=60 LD_PRELOAD=$FAST try fetch "$T/drip" "https://localhost:$SCRIPTED_PORT/site.git"
    check 'a handshake that drips is left, and the run says so' grep -q 'SSL connection time' "$T/said"
    check 'and nothing was asked or done' [ "$TRY_STATUS $(grep -ca '^request\|Basic' "$T/drip/log")" = '4 0' ]
fi

# An address in place of a name.
for kind in good wrong-host wrong-address no-host; do
    echo "listen $kind" >"$T/listen"
    scripted_start "$T/address-$kind" "$T/host" "$T/listen" || { skip 1 "$SERVER_WHY"; continue; }
    try fetch "$T/address-$kind" "https://127.0.0.1:$SCRIPTED_PORT/site.git"
    if [ $kind = good ]; then
        check 'an address that the certificate names gets the token' has_sent "$T/address-$kind"
    else
        check "an address, and a certificate that is $kind: no request" [ "$(grep -c '^connection' "$T/address-$kind/log") $(grep -ca '^request\|Basic' "$T/address-$kind/log")" = '2 0' ]
    fi
    server_stop "$SCRIPTED_PID"
done
echo 'listen good' >"$T/listen"

# Redirections, before we have signed in and after it.
for way in fetch push; do
    for status in 301 302 303 307 308; do
        for target in 'http://localhost:{other}/site.git/info/refs' 'https://localhost:{other}/site.git/info/refs' \
            'http://127.0.0.1:{other}/site.git/info/refs' 'https://x-access-token@localhost:{other}/site.git/info/refs' '/other.git/info/refs'; do
            dir=$T/redirect-$((++N))
            host_script "$T/redirecting" "status $status" "header Location: $target"
            if [ $((N % 2)) = 0 ]; then # at once
                sed -i 's/ times 1/ times 0/' "$T/redirecting"
            fi
            scripted_start "$dir" "$T/redirecting" "$T/listen" || { skip 1 "$SERVER_WHY"; continue; }
            try $way "$dir" "https://localhost:$SCRIPTED_PORT/site.git"
            if grep -q '^elsewhere' "$dir/log" || [ "$(asked "$dir")" != $((1 + N % 2)) ] || grep -q other.git "$dir/log" || ! untouched; then
                fail "$way: $status to $target" "$(cat "$dir/log" "$T/said")"
            else
                pass "$way: $status to $target is not followed"
            fi
            server_stop "$SCRIPTED_PID"
        done
    done
done

# In the middle of it: the answer to a fetch's or a push's own request points elsewhere.
mkdir "$T/hosts"
"$TESTS/../$BUILD/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
SERVER_PIDS+=($!)
scripted_start "$T/elsewhere" "$T/host" || skip_all "$SERVER_WHY"
cp "$T/fetch-good/authority.pem" "$T/elsewhere/"
if wait_until 5 grep -qsx ready "$T/host.ready"; then
    eval "$(sed '/^ready$/d' "$T/host.ready")"
    for way in fetch push; do
        for status in 302 307 308; do
            host=$T/hosts/$way-$status
            git init -q --bare -b main "$host" && mkdir "$host/answers"
            git -C "$host" fetch -q "$WORKSPACE" main && git -C "$host" update-ref refs/heads/main \
                "$(git -C "$host" commit-tree -p FETCH_HEAD -m "post: $way $status" 'FETCH_HEAD^{tree}')"
            printf 'stays\nHTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="git"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' |
                tee "$host/answers/list-1" >"$host/answers/list-to-push-1"
            printf 'stays\nHTTP/1.1 %s Gone\r\nLocation: http://localhost:%s/site.git/git-upload-pack\r\nContent-Length: 0\r\nConnection: close\r\n\r\n' $status "$SCRIPTED_PORT" |
                tee "$host/answers/fetch" >"$host/answers/push"
            try $way "$T/elsewhere" "http://127.0.0.1:$GIT_HOST_PORT/$way-$status"
            check "$way: $status in the middle of it: it came so far" grep -qx "$way-$status $way" "$T/hosts/log"
            check "$way: $status in the middle of it is not followed" [ ! -s "$T/elsewhere/log" ]
            check "$way: $status in the middle of it: nothing else happened" untouched
        done
    done
else
    skip 18 "$(cat "$T/host.errors")"
fi
finish 141
