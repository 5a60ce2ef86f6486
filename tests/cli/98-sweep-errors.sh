#!/bin/bash
# A system call of such a run fails, in turn with each error that it can have (tests/sweeps/failing), or
# is made for a single byte: nothing crashes, hangs, is lost or sent twice, and who must know is
# told. A few calls; every second one with SWEEP_ALL=1, which SWEEP_STEP=1 makes each one, and
# SWEEP_ROUND=1, 2... gives other errors.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
. "$(dirname "$0")/lib.sh"
. "$TESTS/sweeps/lib.sh"
sweep_begin
step=${SWEEP_STEP:-2}
[ -n "${SWEEP_ALL:-}${SWEEP_STEP:-}" ] || step=100

# Waiting goes fast: an answer that was lost is looked for after two minutes.
failing_call() {
    sweep_strike "$1" -e FAST_CLOCK=30 -e "LD_PRELOAD=$SWEEP_BIN/fast-clock.so" -a set_robust_list \
        -c "$SWEEPS/failing" fail $(($2 / step + ${SWEEP_ROUND:-0})) "$2"
}

sweep_fresh 0
failing_call 0 1000000
read -r calls <../call
sweep_points errors "$(sweep_every "$step" 1 "$calls")" failing_call
sweep_test errors $((calls / step * 9 / 10)) "each ${step}th of $calls calls failed, each part is there once"
finish
