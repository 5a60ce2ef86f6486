#!/bin/bash
# What doctor says of workflows that give secrets to pull requests (tests/hostile/workflows/bad), of
# good ones, and of those that init writes.
. "$(dirname "$0")/lib.sh"
new_workspace
folder=.github/workflows
judge() { # FILE: the findings about workflows
    rm -rf $folder && mkdir -p $folder && cp "$1" $folder/x.yml
    run doctor --offline --format json
    json_value '[.findings[] | select(.subject == "workflows" and .grade != "ok") | .message][]'
}
missed=() alarms=() unreadable=()
for file in "$TESTS"/hostile/workflows/bad/*.yml; do
    judge "$file" >"$T/said"
    grep -q 'x.yml:[0-9]*: the job' "$T/said" || missed+=("${file##*/}")
    ! grep -q 'not looked at' "$T/said" || unreadable+=("${file##*/}")
done
run init "$T/ci" --ci github,forgejo --timezone UTC --networks blog,bluesky
examples=$(ls "$T"/ci/.github/workflows/*.yml "$T"/ci/.forgejo/workflows/*.yml)
for file in "$TESTS"/hostile/workflows/good/*.yml $examples; do
    judge "$file" >"$T/said"
    [ ! -s "$T/said" ] || alarms+=("${file##*/}: $(cat "$T/said")")
done
check "$(ls "$TESTS/hostile/workflows/bad" | wc -l) bad workflows are all found" [ ${#missed[@]} = 0 ]
check 'there are at least 30 of them' [ "$(ls "$TESTS/hostile/workflows/bad" | wc -l)" -ge 30 ]
[ ${#missed[@]} = 0 ] || printf '#   missed: %s\n' "${missed[@]}"
check 'all can be read' [ ${#unreadable[@]} = 0 ]
check "$(ls "$TESTS/hostile/workflows/good" | wc -l) good ones, and $(echo "$examples" | wc -w) of init, raise no alarm" [ ${#alarms[@]} = 0 ]
[ ${#alarms[@]} = 0 ] || printf '#   %s\n' "${alarms[@]}"
check 'init has some' [ -n "$examples" ]

judge "$TESTS/hostile/workflows/bad/target-head-sha.yml" >/dev/null
is_status 1 'a workflow that runs their code: status 1'
run doctor --offline
out_has 'x.yml:7: the job '"'test'"' checks out what a pull request brings along, and on `pull_request_target`' 'the place, the job and the trigger are named'
judge "$TESTS/hostile/workflows/bad/secret-in-the-command.yml" >/dev/null
is_status 0 'a secret that is not of ours is a note'
printf 'on: &x push\njobs: {a: *x}\n' >$folder/x.yml
run doctor --offline
out_has 'x.yml:1: not looked at' 'what can not be read is said'
is_status 0 'and is a note'
judge "$TESTS/hostile/workflows/good/check-on-pull-request.yml" >/dev/null
run doctor --offline
out_has 'they give no secret to pull requests' 'good ones are told, too'
rm -rf .github
run doctor --offline
out_lacks workflows 'without workflows nothing is said'
finish 12
