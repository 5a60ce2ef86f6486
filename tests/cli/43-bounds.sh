#!/bin/bash
# What a command that may read secrets gives up, watched by strace: publish and its like start no
# program, write into the store, the ledger and the pages alone, and connect to the ports of the git
# host and of the accounts alone, from before the first connection on. And nothing that lies in the
# work tree, or on main where the ledger has it, means anything to publish.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/trace.sh"
trace_can || skip_all "$TRACE_WHY"
scripted_start "$T/server" "$TESTS/outcomes/networks/mastodon" || skip_all "$SERVER_WHY"
NOW=2026-11-24T09:31:00+01:00
TRACE_CALLS+=,landlock_restrict_self,seccomp,fork,vfork,clone
export PREGON_HORNO=canary-4f1c-of-the-account

new_workspace
printf '%s\n' 'accounts:' "  horno: {network: mastodon, service: 'http://127.0.0.1:$SCRIPTED_PORT', handle: horno, secret: PREGON_HORNO}" \
    '  blog: {network: blog, title: El Horno, url: "https://horno.example/"}' '  n: {network: "null", class: I, log: public/n.log}' >brand/accounts.yml
sed -i 's/accounts: .*/accounts: [horno, blog, n]/' content/posts/2026/11/otono.md
commit 'post: to three accounts'

# What was done and must not: programs, files elsewhere, ports other than those of $PORTS.
overstepped() {
    grep -E 'execve(at)?\(|ptrace\(|process_vm' "$T/calls" | grep -vE "execve\\(\"($PREGON|$COST)\""
    grep -F ' = -1 ' -v "$T/calls" | grep -vF "$T/cost" |
        grep -E '(openat2?|open)\(.*O_(WRONLY|RDWR|CREAT|TRUNC)|(mkdir|mkdirat|mknod|unlink|unlinkat|rmdir|rename|renameat|renameat2|link|linkat|symlink|symlinkat|truncate|chmod|chown)\(' |
        grep -v unfinished | grep -vE "[<\"](|$PWD/)($WRITABLE)|/dev/null"
    grep -oE 'connect\(.*sin6?_port=htons\([0-9]+\)' "$T/calls" | grep -oE '[0-9]+\)$' | grep -vxE "($PORTS)\\)" | sed 's/^/port /'
    return 0
}
# The first connection comes after Landlock and seccomp.
is_bound_first() {
    awk '/landlock_restrict_self\(.*= 0/ { files = 1 } /seccomp\(.*= 0/ { calls = 1 } /connect\(.*sin_port/ { exit } END { exit !(files && calls) }' "$T/calls"
}
bounded() { # WHAT ARGUMENT ...
    trace_start
    trace "${@:2}"
    overstepped >"$T/said"
    if [ -s "$T/said" ]; then fail "$1" "$(head -n 12 "$T/said" | cut -c1-200)"; else pass "$1"; fi
    if is_bound_first; then pass "$1: bound before the first connection"; else fail "$1: bound before the first connection" "$(grep -nE 'landlock|seccomp|connect' "$T/calls" | head -n 5)"; fi
}

PORTS="$SCRIPTED_PORT|53"
WRITABLE='[.]git/|public'
bounded 'publish, the ledger here' publish --now $NOW
check 'it was sent' [ "$(grep -c ' create$' "$T/server/log")" = 1 ]
check 'to all three' [ -s public/n.log -a -d public/blog ]
bounded 'doctor' doctor
bounded 'hold' hold --why Feria --now $NOW
bounded 'resume' resume --now $NOW
bounded 'resolve' resolve --now $NOW
bounded 'publish --all' publish --all --now $NOW

if forge_start "$T/forge"; then
    forge_adopt
    export PREGON_GIT_TOKEN=$FORGE_TOKEN
    PORTS="$SCRIPTED_PORT|$FORGE_PORT|53"
    WRITABLE='[.]git/pregon|public'
    git branch -q -D pregon-ledger
    bounded 'publish, the ledger at a git host' publish
    check 'it went there' git -C "$FORGE_REPO" show-ref -q --verify refs/heads/pregon-ledger
    # The child that fetches gives up more: it has no account to speak to.
    check 'who fetches is bound once more' [ "$(grep -c 'landlock_restrict_self(.*= 0' "$T/calls")" -ge 3 ]
    bounded 'doctor at a git host' doctor
    bounded 'hold at a git host' hold --why Feria
    # --- the work tree means nothing ---
    run publish --dry-run --format json
    cp "$T/stdout" "$T/honest"
    json '.balance.deliveries > 0' 'what an honest work tree gives'
    rm -rf brand calendar content public && mkdir -p brand calendar content/posts deliveries/2026/11/otono
    printf '%s\n' 'accounts:' "  horno: {network: mastodon, service: 'http://127.0.0.1:$SCRIPTED_OTHER', handle: evil, secret: PREGON_GIT_TOKEN}" >brand/accounts.yml
    printf 'name: Evil\nlanguages: [es]\nledger: {branch: evil}\n' >brand/brand.yml
    printf 'timezone: UTC\nmax-late: 9000d\nbacklog: 1\n' >calendar/calendar.yml
    printf -- '---\ndate: 2026-11-24 09:00\naccounts: [horno]\n---\nEvil\n' >content/posts/evil.md
    run publish --dry-run --format json
    check 'hostile files in the work tree change nothing' diff <(jq 'del(.now)' "$T/honest") <(jq 'del(.now)' "$T/stdout")
    git checkout -q .
else
    skip 10 "$SERVER_WHY"
fi

# --- nor does a record on main ---
new_workspace poisoned
printf '%s\n' 'accounts:' '  n: {network: "null", class: I, log: public/n.log}' >brand/accounts.yml
sed -i 's/accounts: .*/accounts: [n]/' content/posts/2026/*/*.md
for post in 2026/11/otono 2026/11/hilo; do
    printf 'state: sent\nrun: x-1\nat: 2026-11-24T08:00:00Z\n' | write "deliveries/$post/n.yml"
done
printf 'birth: 2026-11-25T00:00:00Z\n' >ledger.yml
printf 'all: {why: evil}\n' >hold.yml
commit 'post: with records of its own'
run publish --now $NOW --format json
json '.balance.sent == 2' 'records, holds and a birth on main hold nothing back'
finish
