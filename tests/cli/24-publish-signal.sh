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
finish
