#!/bin/bash
# The example workspace at the repository's top, which people copy: sound, and planned to add up.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
mkdir "$T/example" && cp -R "$root/content" "$root/calendar" "$root/brand" "$T/example/" && cd "$T/example" || exit
git init -q -b main && git add -A && git commit -qm 'post: the example' || exit
run check --format json
is_status 0 'the example has no errors'
json '.summary.warnings == 0' 'and no warnings'
json '.summary.posts >= 14' 'it has at least 14 posts'
for now in 2026-11-24T12:00:00+01:00 2026-12-24T20:00:00+01:00 2027-01-10T09:00:00+01:00; do
    run plan --now "$now" --format json
    is_status 0 "plan at $now"
    json '.balance.deliveries == ([.balance | to_entries[] | select(.key != "deliveries") | .value] | add)' \
        "the balance of $now adds up"
done
run show content/posts/2026/11/otono/post.md
is_status 0 'a bundle can be shown'
finish
