#!/bin/bash
# What becomes of a post whose create meets a fault: the cells of tests/outcomes/matrix, against a
# server that answers as scripts say. Those with a `*`; all of them with OUTCOMES_ALL=1.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/cell.sh"
[ -x "$TESTS/../$BUILD/scripted-server" ] && [ -e "$FAST" ] ||
    skip_all "'$BUILD/scripted-server' and '$BUILD/fast-clock.so' are not there: make servers"
# The sanitizers want to be loaded first.
[ "${MODE:-release}" = release ] || skip_all "a clock that goes fast and $MODE don't go together"

cells=$T/cells
mkdir "$cells"
while read -r network fault wanted; do
    (
        trap - EXIT
        outcome_cell "$cells/$network-$fault" "$network" "$fault" >"$cells/$network-$fault.got" 2>&1
        rm -rf "${cells:?}/$network-$fault/work"
    ) &
    echo "$network $fault $(echo $wanted)" >>"$T/wanted-lines"
    while [ "$(jobs -pr | wc -l)" -ge "${OUTCOMES_JOBS:-3}" ]; do wait -n; done
done < <(if [ -n "${OUTCOMES_ALL:-}" ]; then sed 's/^[* ] //; /^#/d' "$OUTCOMES/matrix"; else sed -n 's/^\* //p' "$OUTCOMES/matrix"; fi)
wait
# Should lines be lost on the way, this is seen.
if [ -n "${OUTCOMES_ALL:-}" ]; then count=$(grep -c '^[* ] [a-z]' "$OUTCOMES/matrix"); else count=$(grep -c '^\* ' "$OUTCOMES/matrix"); fi
while read -r network fault wanted; do
    got=$(sed 's/ | / /g' "$cells/$network-$fault.got")
    if [ "$got" = "$network $fault $wanted" ]; then pass "$network: $(sed -n 's/^# //p; q' "$OUTCOMES/faults/$fault")"; else
        fail "$network $fault" "wanted: $network $fault $wanted" "got:    $got" "$(tail -n 12 "$cells/$network-$fault/server/log" | tr '\n' ';')"
    fi
done <"$T/wanted-lines"
finish "$count"
