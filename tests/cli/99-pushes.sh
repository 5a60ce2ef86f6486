#!/bin/bash
# What each answer of a git host to a push of the ledger is taken for by a whole run: the table
# outcomes/pushes, the lines with a `*`; all with OUTCOMES_ALL=1. Nothing goes out under a claim that was not confirmed, and nothing twice.
. "$(dirname "$0")/lib.sh"
. "$TESTS/outcomes/pushes.sh"

pushes_begin
shopt -s extglob
while IFS='|' read -ra cells; do
    cells=("${cells[@]/#+( )/}") && push_case "${cells[@]/%+( )/}"
done < <(if [ -n "${OUTCOMES_ALL:-}" ]; then sed '/^#/d; s/^[* ] //' "$TESTS/outcomes/pushes"; else sed -n 's/^\* //p' "$TESTS/outcomes/pushes"; fi)
if [ -n "${OUTCOMES_ALL:-}" ]; then count=$(grep -c '^[* ] ' "$TESTS/outcomes/pushes"); else count=$(grep -c '^\* ' "$TESTS/outcomes/pushes"); fi
finish $((count * 3))
