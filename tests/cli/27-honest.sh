#!/bin/bash
# Posts that are good as they are (tests/honest): what the rules that come with Pregon say of them is
# a false alarm. Those that are known stand in tests/honest/alarms, and no other may come.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/*
cat >brand/brand.yml <<'EOF'
name: Casa
languages: [es, en]
voice: {styles: [Pregon]}
contacts: [912 000 000, 020 7946 0000, empleo@horno.example, jobs@bakery.example, acceso@festival.example]
EOF
posts=0
for file in "$TESTS"/honest/??/*.md; do
    language=$(basename "$(dirname "$file")")
    name=$language-$(basename "$file" .md)
    { printf -- '---\ntitle: Casa\nlanguage: %s\ndate: 2027-01-12 09:30\naccounts: [blog]\n---\n' "$language" && cat "$file"; } |
        write "content/posts/2027/01/$name.md"
    posts=$((posts + 1))
done
run check --format json
check 'there are a hundred posts at least' [ "$posts" -ge 100 ]
json_value '.findings[] | select(.rule | startswith("Pregon.")) | "\(.path | ltrimstr("content/posts/2027/01/") | rtrimstr(".md") | sub("-"; "/")) \(.rule)"' |
    sort -u >"$T/alarms"
json '[.findings[] | select(.rule | startswith("Pregon.") or . == "clash" | not)] == []' 'nothing else is wrong with them'
grep -v '^#' "$TESTS/honest/alarms" | cut -d ' ' -f 1,2 | sort -u >"$T/known"
same "$T/known" "$T/alarms" 'false alarms are those of tests/honest/alarms, and no others'
echo "# $(wc -l <"$T/alarms") false alarms in $posts posts, by $(cut -d ' ' -f 2 "$T/alarms" | sort -u | wc -l) rules"
cut -d ' ' -f 2 "$T/alarms" | sort | uniq -c | sort -rn | sed 's/^ */# /'
finish
