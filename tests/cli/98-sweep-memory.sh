#!/bin/bash
# An allocation fails, of Pregon or of a library: `check` says so and ends with 4, or finds all that
# it finds otherwise; and after such a run of `publish` each part is there once. A few; with
# SWEEP_ALL=1 each one of check, and every seventh of publish; SWEEP_ROUND=1 to 6 are its others.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$TESTS/sweeps/lib.sh"
sweep_begin
NO_MEMORY_SO=$SWEEP_BIN/no-memory.so

# The workspace that comes with Pregon, with something in it of everything, and no cache.
mkdir "$T/example" && cp -R "$TESTS/../content" "$TESTS/../brand" "$TESTS/../calendar" "$T/example" && cd "$T/example" &&
    git init -q -b main && commit 'post: all' || exit
checks() { # NAME=VALUE
    "$SWEEP_BIN/at-call" -t 20 -e "LD_PRELOAD=$NO_MEMORY_SO" -e "$1" run 0 "$PREGON" check --now $SWEEP_NOW
}
export CI=yes
checks COUNT_MEMORY=1 >"$T/all.out" 2>"$T/all.err"
wanted=$?
count=$(sed -n 's/^allocations: //p' "$T/all.err")
found=$(<"$T/all.out")

check_point() { # WORKER N
    local out=$T/check.$1
    checks "NO_MEMORY=$2" >"$out" 2>"$out.err"
    STATUS=$?
    if [ $STATUS = $wanted ] && [ "$(<"$out")" = "$found" ]; then echo "$2 malloc ENOMEM: ok"; return; fi
    if [ $STATUS = 4 ] && [ -s "$out.err" ]; then echo "$2 malloc ENOMEM: ok, and said"; return; fi
    echo "$2 malloc ENOMEM: WRONG status $STATUS, $(diff "$T/all.out" "$out" | grep -c '^[<>]') lines differ, $(tail -n 1 "$out.err")"
}

# What loads the program has allocated before; the first of all is counted, too.
publish_point() { # WORKER N
    echo "$2 malloc ENOMEM" >../call
    sweep_strike "$1" -e FAST_CLOCK=30 -e "LD_PRELOAD=$SWEEP_BIN/fast-clock.so $NO_MEMORY_SO" -e "NO_MEMORY=$2" run 0
}

step=1
[ -n "${SWEEP_ALL:-}" ] || step=$((count / 150))
if [ "${SWEEP_ROUND:-0}" = 0 ]; then
    SWEEP_POINT=check_point sweep_points check "$(sweep_every $step 1 "$count")"
    sweep_test check $((count / step)) "check without one of $count allocations, each ${step}th"
fi
unset CI

sweep_fresh 0
sweep_strike 0 -e "LD_PRELOAD=$NO_MEMORY_SO" -e COUNT_MEMORY=1 run 0
count=$(sed -n 's/^allocations: //p' ../struck)
step=${SWEEP_STEP:-7}
[ -n "${SWEEP_ALL:-}" ] || step=$((count / 30))
sweep_points publish "$(sweep_every "$step" $((1 + ${SWEEP_ROUND:-0})) "$count")" publish_point
sweep_test publish $((count / step)) "publish without one of $count allocations, each ${step}th"
finish
