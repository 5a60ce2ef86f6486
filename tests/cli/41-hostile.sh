#!/bin/bash
# Hostile workspaces (tests/hostile/workspaces): whatever stands in them, the commands that only
# read end in time and in little memory, with a status that the manual names, reach nothing
# outside, run nothing, write nothing but the cache, and print nothing that a terminal or a CI
# service would obey. Each twentieth of them, or all with HOSTILE_ALL=1; HOSTILE="words" chooses.
# HOSTILE_MS: another limit, on a machine that is slow or busy.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/trace.sh"
trace_can || skip_all "$TRACE_WHY"
# shellcheck source=tests/hostile/lib.sh
. "$TESTS/hostile/lib.sh"
NOW=2026-11-24T09:00+01:00
MOST_MS=${HOSTILE_MS:-1000}
MOST_KIB=$((128 * 1024))
SECRET=never-to-be-read-7f3a
RAN=$T/ran
CANARY=$T/canaries/evil
ORACLE=$(cd "$TESTS/.." && realpath -m "$BUILD/oracle")
mkdir -p "$HOME/.ssh" "$CACHES" && echo "$SECRET" >"$HOME/.ssh/id_rsa"
cp "$HOME/.ssh/id_rsa" "$HOME/.ssh/id_rsa.dic"
canary "$CANARY"
export PREGON_A="https://mastodon.example $SECRET"

# Runs a command, and keeps what it printed for the oracle.
look() { # trace|trace_not ARGUMENT ...
    local statuses=' 0 1 4 ' again least most=$MOST_MS
    # What would be read for ever is left after five seconds of the processor (io/repo_guard.h).
    [ "$NAME" != an-object-that-is-cut ] || most=$((most + 6000))
    case $2 in status) statuses+='3 ' ;; show) statuses+='2 ' ;; esac # 2: no such post
    case "$* " in *' --rev '*) statuses+='2 ' ;; esac                  # 2: no such commit
    "$@"
    RUNS=$((RUNS + 1))
    cat "$T/stdout" "$T/stderr" >>"$T/outputs"
    case $statuses in *" $RUN_STATUS "*) ;; *) wrong "status $RUN_STATUS" "${@:2}" ;; esac
    # Others on the machine may have been at work.
    least=$RUN_CPU_MS
    for again in 1 2 3; do
        [ "$least" -gt $most ] && [ "$RUN_STATUS" -lt 128 ] || break
        trace_not "${@:2}"
        [ "$RUN_CPU_MS" -ge "$least" ] || least=$RUN_CPU_MS
    done
    RUN_CPU_MS=$least
    [ "$RUN_CPU_MS" -le $most ] || wrong "$RUN_CPU_MS ms" "${@:2}"
    [ "$RUN_KIB" -le $MOST_KIB ] || wrong "$RUN_KIB KiB" "${@:2}"
    [ "$most" = "$MOST_MS" ] || return
    [ "$RUN_CPU_MS" -le "$WORST_MS" ] || { WORST_MS=$RUN_CPU_MS && WORST="$TABLE $NAME: ${*:2}"; }
    [ "$RUN_KIB" -le "$WORST_KIB" ] || WORST_KIB=$RUN_KIB
}
wrong() { # WHAT ARGUMENT ...
    echo "pregon ${*:2}: $1" >>"$T/wrong"
}

trace_start
ROOT=$T/nowhere
PREGON=/bin/cat trace "$HOME/.ssh/id_rsa"
check 'what is read outside would be seen' [ -n "$(PREGON=/bin/cat trace_forbidden)" ]

RUNS=0
MADE=0
WORST_MS=0
WORST_KIB=0
hostile_names $([ -n "${HOSTILE_ALL:-}${HOSTILE:-}" ] && echo 1 || echo 20) >"$T/names"
while read -r TABLE NAME <&3; do
    [ -z "${HOSTILE:-}" ] || case " $HOSTILE " in *" $NAME "* | *" $TABLE "*) ;; *) continue ;; esac
    chmod -R u+rwX "$T/case" 2>/dev/null
    rm -rf "$T/case" "$T/elsewhere.git" "$T/brand" "$RAN"
    cd "$T" || exit
    hostile_make "$TABLE" "$NAME" "$T/case" || sed "s/^/# $NAME: /" "$T/recipe.log"
    cd "$T/case" || exit
    ROOT="($PWD|$T/elsewhere[.]git)" # where a work tree is linked to
    MADE=$((MADE + 1))
    : >"$T/wrong" && : >"$T/outputs"
    post=2026/11/evil
    [ -e $EVIL ] || post=2026/11/otono
    trace_start
    look trace check --now $NOW
    look trace plan --now $NOW
    look trace_not status --now $NOW
    look trace_not show $post --now $NOW
    case $TABLE in git | paths | sizes) look trace check --now $NOW --rev HEAD ;; esac
    if [ $((MADE % 4)) -eq 0 ]; then
        look trace show $post --now $NOW
        look trace status --now $NOW
        look trace check --now $NOW --fix --dry-run
        look trace check --now $NOW --format json
        look trace brand test
        look trace explain
    fi
    trace_forbidden | head -n 5 | cut -c1-250 >>"$T/wrong"
    "$ORACLE" commands "$T/outputs" >"$T/said" || head -n 5 "$T/said" >>"$T/wrong"
    grep -F -m2 "$SECRET" "$T/outputs" >>"$T/wrong"
    [ "$(stat -c %s "$T/outputs")" -le $((4 * 1024 * 1024)) ] || wrong "$(stat -c %s "$T/outputs") bytes of output" ...
    [ ! -e "$RAN" ] || echo 'a program of the workspace was run' >>"$T/wrong"
    if [ -s "$T/wrong" ]; then
        fail "$TABLE: $NAME" "$(head -n 20 "$T/wrong" | cut -c1-300)"
    fi
    [ -z "${HOSTILE_SHOW:-}" ] || echo "# $TABLE $NAME: ${RUN_CPU_MS} ms"
done 3<"$T/names"
cd "$T" || exit
chmod -R u+rwX "$T/case" 2>/dev/null
check "$MADE hostile workspaces" [ $MADE -ge $([ -n "${HOSTILE:-}" ] && echo 1 || echo 25) ]
check "$RUNS runs, at most $WORST_MS ms ($WORST) and $WORST_KIB KiB" [ $TEST_FAILED -eq 0 ]
finish
