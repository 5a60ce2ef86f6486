#!/bin/bash
# The server kills its client at a chosen place of a chosen request; the runs after it end with each
# part of the thread there once. Every seventeenth place; all of them with OUTCOMES_ALL=1.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] && [ -e "$FAST" ] ||
    skip_all "'$BUILD/scripted-server' and '$BUILD/fast-clock.so' are not there: make servers"
[ "${MODE:-release}" = release ] || skip_all "a clock that goes fast and $MODE don't go together"

# kill_cell DIR NETWORK REQUEST PLACE ...: prints the record's state, how many parts the server has, and
# whether the client died.
kill_cell() {
    local run
    printf 'ANY skip %d times 1\n  usual\n  kill %s\n' "$3" "${*:4}" >"$1.fault"
    scripted_start "$1/server" "$OUTCOMES/networks/$2" "$1.fault" || { echo "$SERVER_WHY"; return 1; }
    outcome_workspace "$1/work" "$2" http
    base64 -d >"$1/work/content/posts/hogaza.png" <<<iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
    printf -- '---\ntitle: Otoño\ndate: 2026-11-24 09:30\naccounts: [horno]\nmedia: [{file: hogaza.png, alt: Una hogaza}]\n---\nVuelve la hogaza de calabaza.\n\n---\n\nSolo hasta el domingo.\n' >"$1/work/content/posts/otono.md"
    git -C "$1/work" add -A && git -C "$1/work" commit -qm 'post: a thread'
    outcome_run "$1" "${OUTCOME_TIMES[0]}"
    [ "$OUTCOME_STATUS" != 137 ] || printf 'killed '
    rm -f "$1/server/fault"
    for run in 2026-11-24T10:20:00+01:00 2026-11-24T11:10:00+01:00 2026-11-24T12:00:00+01:00; do
        outcome_run "$1" "$run"
    done
    outcome_facts "$1" "$OUTCOME_STATUS" | cut -d' ' -f1,2,4
    server_stop "$SCRIPTED_PID"
    rm -rf "$1/work"
}

cells=$T/cells
mkdir "$cells"
number=0
while read -r network requests; do
    for ((request = 0; request < requests; request++)); do
        for place in head request accepted 'answer 1' 'answer 60' 'answer 150' end; do
            [ -n "${OUTCOMES_ALL:-}" ] || [ $((number % 17)) = 4 ] || { number=$((number + 1)); continue; }
            number=$((number + 1))
            name=$network-$request-${place// /-}
            (
                trap - EXIT
                # shellcheck disable=SC2086 # the words of a place
                kill_cell "$cells/$name" "$network" $request $place >"$cells/$name.got" 2>&1
            ) &
            echo "$name" >>"$T/names"
            while [ "$(jobs -pr | wc -l)" -ge "${OUTCOMES_JOBS:-3}" ]; do wait -n; done
        done
    done
done <<'END'
bluesky 5
mastodon 6
gotosocial 6
END
wait
while read -r name; do
    if grep -qx 'killed sent 0 2' "$cells/$name.got"; then pass "killed at $name: each part once"; else
        fail "killed at $name" "$(cat "$cells/$name.got")" "$(tr '\n' ';' <"$cells/$name/server/log")"
    fi
done <"$T/names"
finish
