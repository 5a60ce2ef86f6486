#!/bin/bash
# kill -9 at places spread over a whole run; what the next runs make of it. KILLS=N: so many places.
. "$(dirname "$0")/lib.sh"
command -v strace >/dev/null || skip_all 'strace is not here'
KILLS=${KILLS:-24}

fresh() {
    rm -rf "$T/work"
    new_workspace
    write brand/accounts.yml <<'END'
accounts:
  i: {network: "null", class: I, log: public/i.log}
  k: {network: "null", class: K, log: public/k.log}
  n: {network: "null", class: N, log: public/n.log}
  blog: {network: blog, title: El Horno, url: "https://horno.example/"}
END
    sed -i 's/^accounts:.*/accounts: [i, k, n, blog]/' content/posts/2026/1?/*.md
    commit 'post: everywhere'
}

# Each key stands once in the log of I and K, at most once in that of N.
once() {
    local account
    for account in i k n; do
        [ -z "$(cut -d, -f4 "public/$account.log" 2>/dev/null | sort | uniq -d)" ] || return 1
    done
    [ "$(cat public/i.log | wc -l)" -eq 4 ] && [ "$(cat public/k.log | wc -l)" -eq 4 ]
}

fresh
strace -f -o "$T/calls" "$PREGON" publish -q --now 2026-11-24T09:31:00+01:00 >"$T/stdout" 2>"$T/stderr" ||
    skip_all 'strace may not trace here'
check 'a run that nobody kills sends everything once' once
calls=$(wc -l <"$T/calls")

for ((i = 1; i <= KILLS; i++)); do
    at=$((calls * i / (KILLS + 1)))
    fresh
    before=$(fingerprint)
    # In a shell of its own, whose word on the kill is not of interest.
    (strace -f -o /dev/null -e "inject=all:signal=KILL:when=$at" \
        "$PREGON" publish -q --now 2026-11-24T09:31:00+01:00; true) >"$T/killed" 2>&1
    run publish --now 2026-11-24T09:32:00+01:00
    run publish --now 2026-11-24T10:05:00+01:00 --format json
    if once && json_holds '[.deliveries[] | select(.state != "sent" and .state != "scheduled" and (.account != "n" or .state != "uncertain"))] == []' "$T/stdout" &&
        [ "$before" = "$(fingerprint)" ]; then
        pass "killed at call $at of $calls"
    else
        fail "killed at call $at of $calls" "$(wc -l public/*.log)"
        show_run
    fi
done
finish $((KILLS + 1))
