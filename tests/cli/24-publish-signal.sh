#!/bin/bash
# Ctrl-C and the CI's cancel: nothing new is begun, what is known is written down, within 5 seconds.
. "$(dirname "$0")/lib.sh"
new_workspace
write brand/accounts.yml <<'END'
accounts:
  slow: {network: "null", manner: slow, log: public/slow.log}
END
rm -r content/posts/*
for i in 1 2 3 4 5 6; do
    write "content/posts/p$i.md" <<END
---
title: Post $i
date: 2026-11-24 09:0$i
accounts: [slow]
---
Pan número $i.
END
done
commit 'post: six'

run_background first publish --now 2026-11-24T09:31:00+01:00
wait_until 10 grep -qs . public/slow.log
kill -INT "$RUN_PID"
start=$(date +%s)
run_wait
check 'it ends within five seconds' test $(($(date +%s) - start)) -le 5
is_status 4 'and says that it is not done'
known=$(grep -c . public/slow.log)
check 'it began nothing new' test "$known" -lt 6
check 'what was sent is recorded' test "$(git grep -l 'state: sent' pregon-ledger -- 'deliveries/*.yml' | wc -l)" -eq "$known"

run publish --now 2026-11-24T09:32:00+01:00
is_status 0 'the next run goes on'
check 'each once' test "$(cut -d, -f4 public/slow.log | sort -u | wc -l)" -eq "$(grep -c . public/slow.log)"
check 'and all' test "$(grep -c . public/slow.log)" = 6

rm -rf public && git branch -qD pregon-ledger
run_background one publish --now 2026-11-24T09:31:00+01:00
one=$RUN_PID
run_background two publish --now 2026-11-24T09:31:00+01:00
two=$RUN_PID
run_wait "$one"
first=$RUN_STATUS
run_wait "$two"
check 'two at once in one clone both end well' test "$first$RUN_STATUS" = 00
check 'and send each once' test "$(grep -c . public/slow.log)" = 6

# --wait: sends at the minute, lets others at the ledger meanwhile, and ends when nothing more comes.
new_workspace waiting
rm -r content/posts/*
write brand/accounts.yml <<'END'
accounts:
  log: {network: "null", log: public/log}
  hand: {network: instagram, handle: horno, send: manual}
END
post() { # NAME DATE ACCOUNTS
    write "content/posts/$1.md" <<END
---
title: $1
date: $2
accounts: $3
---
Pan de $1.
END
}
post uno '2026-11-24 09:00' '[log]'
post dos '2026-11-24 09:01' '[log]'
post tres '2026-11-24 09:02' '[hand]'
commit 'post: three'
SECONDS=0
run publish --now 2026-11-24T09:00:58+01:00 --wait 5m
check 'it ends when nothing more is sent by itself' test "$SECONDS" -lt 30
check 'and has sent at the minute' test "$(grep -c . public/log)" = 2
rm -rf public && git branch -qD pregon-ledger
SECONDS=0
run publish --now 2026-11-24T09:00:30+01:00 --wait 5m --limit 1
check 'a limit that is reached ends it too' test "$SECONDS" -lt 20
rm -rf public && git branch -qD pregon-ledger
run_background waits publish --now 2026-11-24T09:00:50+01:00 --wait 5m
wait_until 10 grep -qs . public/log
run hold --why 'fuego' --now 2026-11-24T09:00:58+01:00
is_status 0 'a hold from the same clone while it waits'
run_wait
check 'is obeyed' test "$(grep -c . public/log)" = 1
check 'and nothing is wrong' test "$RUN_STATUS" = 0

# A host that takes the question and never answers: whatever the run waits for, it does not go on
# waiting after a signal. CI services end a job ten seconds after it.
printf 'HEAD *\n  hold request\n' >"$T/deaf-to-time"
printf 'GET /site/*\n  hold request\n' >"$T/deaf-to-git"
deaf() { # WHAT FAULT SECONDS
    scripted_start "$T/$1" "$TESTS/outcomes/networks/mastodon" "$2" || { skip 3 "$SERVER_WHY"; return; }
    new_workspace "on-$1"
    rm -r content/posts/*
    write brand/accounts.yml <<END
accounts:
  horno: {network: mastodon, secret: PREGON_HORNO, handle: horno, service: "http://127.0.0.1:$SCRIPTED_PORT"}
END
    post uno '2026-11-24 09:00' '[horno]'
    commit 'post: one'
    [ "$1" = time ] || git remote add origin "http://127.0.0.1:$SCRIPTED_PORT/site"
    PREGON_HORNO=secret-of-horno PREGON_GIT_TOKEN=token-of-git run_background "$1" publish --now 2026-11-24T09:31:00+01:00
    sleep 1
    kill -TERM "$RUN_PID"
    SECONDS=0
    run_wait
    check "deaf to $1: it ends soon after a signal ($SECONDS s)" test "$SECONDS" -le "$3"
    is_status 4 'and says that it is not done'
    check 'and has sent nothing' test "$(grep -c create "$T/$1/log")" = 0
}
deaf time "$T/deaf-to-time" 4
deaf git "$T/deaf-to-git" 8
finish
