#!/bin/bash
# publish --wait with the ledger on a git host: what is merged meanwhile goes out at its minute, a
# hold from elsewhere is obeyed, and a host that is away for a moment costs no hour.
. "$(dirname "$0")/lib.sh"
FAST=$TESTS/../$BUILD/fast-clock.so
[ -e "$FAST" ] && [ -x "$TESTS/../$BUILD/git-host" ] || skip_all "'$BUILD/git-host' is not there: make servers"
export PREGON_GIT_TOKEN=token-of-host
mkdir "$T/hosts" && "$TESTS/../$BUILD/git-host" "$T/hosts" >"$T/host.ready" 2>"$T/host.errors" </dev/null &
SERVER_PIDS+=($!)
wait_until 5 grep -qsx ready "$T/host.ready" || skip_all "$(cat "$T/host.errors")"
eval "$(sed '/^ready$/d' "$T/host.ready")"
new_workspace
rm -r content/posts/*
printf 'accounts:\n  log: {network: "null", class: N, log: public/log}\n' >brand/accounts.yml
echo public >.gitignore
post() { # NAME MINUTE
    printf -- '---\ntitle: %s\ndate: 2026-11-24 09:%s\naccounts: [log]\n---\nPan de %s.\n' "$1" "$2" "$1" >"content/posts/$1.md"
    commit "post: $1"
}
post uno 00
post dos 01

# A clone whose run waits; the clock goes six times as fast, so the second post is due in ten seconds.
waiting() { # NAME
    HOST=$T/hosts/$1
    git init -q --bare -b main "$HOST" && git push -q "$HOST" main && git clone -q "$HOST" "$T/$1" || return
    git -C "$T/$1" remote set-url origin "http://127.0.0.1:$GIT_HOST_PORT/$1"
    (cd "$T/$1" && FAST_CLOCK=6 LD_PRELOAD=$FAST exec "$PREGON" publish --now 2026-11-24T09:00:00+01:00 --wait 5m) >"$T/stdout" 2>"$T/stderr" </dev/null &
    RUN_PID=$!
    RUN_PIDS+=("$RUN_PID")
    wait_until 8 git --git-dir="$HOST" grep -q 'state: sent' pregon-ledger -- deliveries 2>"$T/ignored"
}
sent() { jq -r .post "$T/$1/public/log" | tr '\n' ' '; }

waiting merge
post tres 01 && git push -q "$HOST" main
run_wait
is_status 0 'a post that is merged meanwhile'
check 'goes out at its minute' test "$(sent merge)" = 'uno dos tres '

git rm -q content/posts/tres.md && commit 'post: not that one'
waiting hold
git clone -q "$HOST" "$T/elsewhere" && git -C "$T/elsewhere" remote set-url origin "http://127.0.0.1:$GIT_HOST_PORT/hold"
(cd "$T/elsewhere" && "$PREGON" hold --why fuego --now 2026-11-24T09:00:30+01:00) >/dev/null 2>&1
run_wait
check 'a hold from another clone is obeyed' test "$(sent hold)" = 'uno '

waiting away
mv "$HOST" "$T/away.git"
sleep 11
mv "$T/away.git" "$HOST"
run_wait
is_status 0 'a host that is away when the time comes, and back within a minute'
check 'costs no post' test "$(sent away)" = 'uno dos '

waiting gone
mv "$HOST" "$T/gone.git"
run_wait
is_status 4 'one that stays away ends it'
check 'and nothing is sent without it' test "$(sent gone)" = 'uno '

waiting told
kill -INT "$RUN_PID"
run_wait
is_status 4 'told to stop'
err_has 'told to stop' 'it says so'
finish 9
