#!/bin/bash
# The rules that come with Pregon, and the example brand's, on their own examples and on posts.
. "$(dirname "$0")/lib.sh"
root=$(cd "$TESTS/.." && pwd)
mkdir "$T/example" && cp -R "$root/content" "$root/calendar" "$root/brand" "$T/example/" && cd "$T/example" || exit
run brand test --packs --format json
is_status 0 'every rule finds what its examples say'
json '.failures == [] and .problems == []' 'no example fails'
json '.summary.rules >= 200 and .summary.examples >= 1200' 'none is left out'
json '[.rules[] | select(.good < 2 or .bad < 3) | .rule] == []' 'every rule has two good examples and three bad ones'
# The example's posts are as the brand wants them: what a rule says of them is a false alarm.
echo "# false alarms: $(json_value '.summary.alerts') of $(json_value '.summary.rules') rules on $(json_value '.summary.posts') posts"
json '.summary.posts >= 14 and ([.rules[] | select(.rule | startswith("Spelling.") | not).alerts] | add) == 0' \
    'no rule complains of the example, but for what no dictionary knows'

run brand test
out_has 'Horno.Prisas' 'without --packs the brand'"'"'s own rules are tested'
out_lacks 'Pregon/' 'and no others'
run brand test Pregon.Urgencia --format json
json '[.rules[].rule] == ["Pregon.Urgencia"]' 'a rule is tested alone'
run brand test Pregon --format json
json '[.rules[].path | select(startswith("Pregon/") | not)] == []' 'a style is tested alone'
run brand test Horno.Prisa
is_status 2 'a rule that is not there is wrong usage'
err_has "did you mean 'Horno.Prisas'?" 'and the nearest is named'
run brand
is_status 2 'brand alone is wrong usage'
run brand tests
is_status 2 'another word, too'
finish
