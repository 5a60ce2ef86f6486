#!/bin/bash
# import: posts from other programs' files, once, with what could not be taken along.
. "$(dirname "$0")/lib.sh"
new_workspace
rm -r content/posts/2026
export PREGON_NOW=2026-11-01T09:00:00+01:00
write brand/accounts.yml <<'YAML'
accounts:
  blog: {network: blog, title: Horno, url: https://horno.example/}
  azul: {network: bluesky, handle: horno.example, service: https://bsky.social, secret: PREGON_BLUESKY}
YAML
commit 'brand: two accounts'

# --- Metricool ---
printf '\xEF\xBB\xBFText,Date,Time,Draft,Facebook,Twitter/X,LinkedIn,GBP,Instagram,Bluesky,Picture Url 1,Alt text picture 1,Shortener,Pinterest Board,First Comment Text\r\n' >"$T/m.csv"
printf '"Hola, *mundo*.\r\n# Pan\r\n\r\n1. Uno & dos_tres [x](y)",2026-11-24,09:30:00,FALSE,FALSE,FALSE,,,,TRUE,,,FALSE,,\r\n' >>"$T/m.csv"
printf 'Con foto,2026-11-25,10:00:00,FALSE,TRUE,FALSE,,,,TRUE,https://example.org/a.jpg,Una hogaza,FALSE,,\r\n' >>"$T/m.csv"
printf 'Sin red,2026-11-25,10:00:00,FALSE,FALSE,FALSE,,,,,,,FALSE,,\r\n' >>"$T/m.csv"
printf 'Mala fecha,2026-02-30,10:00:00,FALSE,FALSE,FALSE,,,,TRUE,,,FALSE,,\r\n' >>"$T/m.csv"
printf 'De ayer,2025-11-25,10:00:00,FALSE,FALSE,FALSE,,,,TRUE,,,FALSE,,\r\n' >>"$T/m.csv"
run import "$T/m.csv" --dry-run
is_status 1 'a dry run, with rows left out'
err_has '3 posts imported, 0 there already, 2 rows left out' 'which are counted'
check_not 'writes nothing' [ -e content/posts/2026 ]
run import "$T/m.csv" --format json
is_status 1 'Metricool: rows were left out'
json '.version == 1 and .format == "metricool"' 'it is recognised'
json '[.rows[].outcome] == ["imported","imported","left-out","left-out","imported"]' 'an outcome for each row'
json '[.rows[].line] == [2,6,7,8,9]' 'with its line'
json '.rows[1].draft and (.rows[1].lost | contains("https://example.org/a.jpg")) and (.rows[1].lost | contains("Una hogaza"))' 'a picture is not fetched'
json '.rows[1].lost | contains("facebook=ACCOUNT")' 'a network without an account is named'
json '.rows[4].draft' 'what is past is a draft'
first=$(json_value '.rows[0].path')
cat >"$T/wanted.md" <<'MD'
---
date: 2026-11-24 09:30
accounts: [azul]
---
Hola, \*mundo\*.\
\# Pan

1\. Uno & dos_tres \[x\](y)
MD
same "$T/wanted.md" "$first" 'plain text stays plain text'
run show "$first" --format json
json '.accounts[0].parts[0].text == "Hola, *mundo*.\n# Pan\n\n1. Uno & dos_tres [x](y)"' 'and reads the same on the network'
run check
is_status 0 'check takes what was imported'
git add -A
run import "$T/m.csv" --format json
json '[.rows[].outcome] == ["known","known","left-out","left-out","known"]' 'a second run adds nothing'
check 'and changes nothing' git diff --quiet
run import "$T/m.csv" --account facebook=blog --format json
is_status 1 'an account for a network'

# --- Buffer ---
printf 'Text,Image URL,Tags,Posting Time\n"Un ""pan""",,,2026-11-26 09:30\nUn pan,https://example.org/b.png,marca,2026-11-27 09:30\nCuando sea,,,\n' >"$T/b.csv"
printf 'Text,Image URL,Tags,Posting Time\nUn pan solo,,,2026-11-26 09:30\n,,,ayer\n' >"$T/one.csv"
run import "$T/one.csv" --accounts blog --dry-run
err_has '1 post imported, 0 there already, 1 row left out' 'one is no plural'
run import "$T/one.csv" --accounts blog --dry-run --lang es
err_has '1 publicación importada, 0 ya estaban, 1 fila fuera' 'nor in Spanish'
run import "$T/b.csv"
is_status 2 'Buffer does not say where its posts go'
run import "$T/b.csv" --accounts blog
is_status 0 'so somebody does'
out_has "$T/b.csv:2: content/posts/2026/11/un-pan-" 'the report has file and line'
out_has 'not taken along' 'and what is lost'
check 'without a time it is a draft' grep -q '^draft: true' content/posts/2026/11/cuando-sea-*.md

# --- Hootsuite ---
printf '03/12/2026 09:30,Tres de diciembre,https://example.org/x\n24/12/2026 09:30,Nochebuena,\n24/12/2026 09:30,Nochebuena,\n' >"$T/h.csv"
run import "$T/h.csv" --accounts blog --format json
is_status 0 'Hootsuite'
json '.rows[0].path | startswith("content/posts/2026/12/tres-de-diciembre-")' 'one date above 12 tells the order of all'
json '.rows[2].outcome == "joined"' 'the same twice is one post'
check 'a link is kept' grep -qx 'link: https://example.org/x\|link: "https://example.org/x"' content/posts/2026/12/tres-de-diciembre-*.md
printf '03/12/2026 09:30,a,\n' >"$T/h.csv"
run import "$T/h.csv" --accounts blog
is_status 1 'an order that nothing tells'
err_has '--dates dmy' 'is asked for'
run import "$T/h.csv" --accounts blog --dates mdy
out_has 'content/posts/2026/03/a-' 'and obeyed'
printf '24/12/2026 09:30;Punto y coma;\n' >"$T/s.csv"
run import "$T/s.csv" --accounts blog
out_has 'punto-y-coma' 'semicolons'

# --- iCalendar ---
printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=America/New_York:20261208T040000\r\nSUMMARY:Feria\r\nDESCRIPTION:Ven\\nya\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Nowhere:20261208T040000\r\nSUMMARY:x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261209\r\nSUMMARY:Un dia\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >"$T/c.ics"
run import "$T/c.ics" --accounts blog --format json
is_status 1 'iCalendar, with a zone that is none'
json '.rows[1].why | contains("Nowhere")' 'which is named'
check 'a time of another zone is one of ours' grep -qx 'date: 2026-12-08 10:00' content/posts/2026/12/feria-*.md
check 'a day is a draft' grep -qx 'draft: true' content/posts/2026/12/un-dia-*.md

# --- what is none ---
printf 'a,b\n1,2\n' >"$T/x.csv"
run import "$T/x.csv" --accounts blog
is_status 1 'another CSV'
printf 'Text,Posting Time\nCaf\xE9,2026-11-24 09:30\n' >"$T/x.csv"
run import "$T/x.csv" --accounts blog
err_has 'line 2 is not in UTF-8' 'Latin-1 is named'
printf 'Text,Posting Time\n"open,2026-11-24 09:30\n' >"$T/x.csv"
run import "$T/x.csv" --accounts blog
err_has 'line 2: a quote is opened' 'an open quote'
printf "Text,Posting Time\n'=1+1,2026-11-24 09:30\n../../../x,2026-11-24 09:31\n" >"$T/x.csv"
run import "$T/x.csv" --accounts blog
is_status 0 'formulas and paths are text'
check_not 'that leads nowhere' [ -e ../x.md ]
check "a spreadsheet's guard is taken off" grep -rqx '=1+1' content/posts/2026/11
run check
is_status 0 'check takes all of them'
finish
