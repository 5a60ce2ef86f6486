# shellcheck shell=bash
# One cell of the matrix: a post goes to a network's server while a fault plays, and twice more when
# it is over. For bash scripts that have sourced cli/lib.sh.

OUTCOMES=$TESTS/outcomes
FAST=$TESTS/../$BUILD/fast-clock.so
OUTCOME_SECRET=canary-4f1c-of-the-account
# The first run; ten minutes later; when what could still land has landed.
OUTCOME_TIMES=(2026-11-24T09:31:00+01:00 2026-11-24T09:41:00+01:00 2026-11-24T10:20:00+01:00)

# outcome_workspace DIR NETWORK SCHEME: a workspace with one post for the server, in the background's
# own folder.
outcome_workspace() {
    local driver=$2
    [ "$driver" != gotosocial ] || driver=mastodon
    mkdir -p "$1/brand" "$1/calendar" "$1/content/posts"
    printf 'name: El Horno\nlanguages: [es]\n' >"$1/brand/brand.yml"
    cp "$TESTS/cli/workspace/calendar/calendar.yml" "$1/calendar/"
    {
        printf 'accounts:\n  horno:\n    network: %s\n    secret: PREGON_HORNO\n' "$driver"
        if [ "$driver" = bluesky ]; then echo '    handle: horno.test'; else echo '    handle: horno'; fi
        printf '    service: %s://127.0.0.1:%s\n' "$3" "$SCRIPTED_PORT"
    } >"$1/brand/accounts.yml"
    printf -- '---\ntitle: Otoño\ndate: 2026-11-24 09:30\naccounts: [horno]\n---\nVuelve la hogaza de calabaza.\n' >"$1/content/posts/otono.md"
    git -C "$1" init -q -b main && git -C "$1" add -A && git -C "$1" commit -qm 'post: otoño'
}

# Where the record is, and what the server knows: STATE EXIT CREATES POSTS.
outcome_facts() { # DIR STATUS
    local state
    state=$(git -C "$1/work" show pregon-ledger:deliveries/otono/horno.yml 2>/dev/null | sed -n 's/^state: //p')
    printf '%s %s %s %s' "${state:-none}" "$2" "$(grep -c ' create$' "$1/server/log")" "$(grep -c '^post ' "$1/server/log")"
}

# outcome_run DIR NOW: one run; sets OUTCOME_STATUS.
outcome_run() {
    local fast=
    [ ! -e "$FAST" ] || fast=$FAST
    (
        cd "$1/work" || exit 4
        export PREGON_HORNO=$OUTCOME_SECRET FAST_CLOCK=60 LD_PRELOAD=$fast
        [ ! -e "$1/server/authority.pem" ] || export SSL_CERT_FILE=$1/server/authority.pem
        exec bash -c 'echo $$ >"$1"; shift; exec "$@"' - "$1/server/client" "$PREGON" publish --now "$2" --format json
    ) >>"$1/out" 2>>"$1/err" </dev/null
    OUTCOME_STATUS=$?
}

# outcome_cell DIR NETWORK FAULT: prints a line of the matrix, as it is.
outcome_cell() {
    local scheme=http run line
    ! grep -qx 'listen good' "$OUTCOMES/faults/$3" || scheme=https
    scripted_start "$1/server" "$OUTCOMES/networks/$2" "$OUTCOMES/faults/$3" || { echo "$SERVER_WHY"; return 1; }
    outcome_workspace "$1/work" "$2" "$scheme"
    for run in 0 1 2; do
        outcome_run "$1" "${OUTCOME_TIMES[run]}"
        rm -f "$1/server/fault"
        line="${line:+$line | }$(outcome_facts "$1" "$OUTCOME_STATUS")"
        [ $run -gt 0 ] || sleep 0.05 # a server that was deaf listens again
    done
    # Nobody follows a redirection, and the secret is in nothing that was written.
    ! grep -q '^elsewhere' "$1/server/log" || line+=' ELSEWHERE'
    ! { cat "$1/out" "$1/err"; git -C "$1/work" log -p --all; } | grep -q "$OUTCOME_SECRET" || line+=' SECRET'
    ! { cat "$1/out" "$1/err"; git -C "$1/work" log -p --all; } | grep -qa $'\x1b\|^::error' || line+=' CONTROL'
    server_stop "$SCRIPTED_PID"
    echo "$2 $3 $line"
}
