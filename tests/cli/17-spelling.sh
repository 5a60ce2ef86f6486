#!/bin/bash
# Spelling of posts, by the system's dictionaries.
. "$(dirname "$0")/lib.sh"
has() { # DICTIONARY ...
    local name folder found
    for name in "$@"; do
        found=
        for folder in /usr/share/hunspell /usr/share/myspell/dicts /usr/share/myspell /usr/local/share/hunspell \
            /opt/homebrew/share/hunspell /Library/Spelling; do
            [ ! -s "$folder/$name.dic" ] || found=yes
        done
        [ -n "$found" ] || return 1
    done
}
has es_ES en_US || skip_all "hunspell's dictionaries es_ES and en_US are not here"
new_workspace

cat >brand/brand.yml <<'EOF'
name: Casa
languages: [es, en]
voice: {styles: [Spelling], vocabularies: [Casa]}
EOF
echo 'Peñalovva' | write brand/voice/config/vocabularies/Casa/accept.txt
write content/posts/2026/11/faltas.md <<'EOF'
---
title: El hornno
date: 2026-11-24 09:30
accounts: [blog]
---
El **hornno** de Peñalovva, a 250 g y 18:30h. ¡«Mañana», dice! `kódigo` 🥖

Mira https://casa.example/kaza, ana@kasa.example, #todojuntito, #PanRikko.
EOF
write content/posts/2026/11/slips.md <<'EOF'
---
title: The oven
language: en
date: 2026-11-25 09:30
accounts: [blog]
---
Don’t miss the brread. The horno is hot.
EOF
run check --format json content/posts/2026/11/faltas.md content/posts/2026/11/slips.md
json '[.findings[] | select(.rule == "Spelling.Es") | [.line, .column, .["end-column"]]] == [[2, 11, 17], [6, 6, 12], [8, 69, 74]]' \
    'a Spanish post is spelled in Spanish: title, body, and a hashtag by its words'
json '[.findings[] | select(.rule == "Spelling.En") | [.line, .column]] == [[7, 16], [7, 28]]' 'an English one in English'
json '[.findings[] | select(.column == 6).suggestions[0]] == ["horno"]' 'with what may be meant'
json 'all(.findings[] | select(.rule | startswith("Spelling")); (.suggestions | length) <= 5)' 'five at most'
run check --fix --dry-run content/posts/2026/11/faltas.md
out_lacks '+El' 'and --fix changes no word by itself'

write brand/voice/Casa/Klingon.yml <<'EOF'
extends: spelling
message: "%s"
dictionaries: [tlh]
EOF
sed -i 's/styles: .Spelling./styles: [Casa]/' brand/brand.yml
run check --format json
is_status 0 'a dictionary that is not there is no error'
json '[.findings[] | select(.rule == "voice-rule") | [.level, .path, .line]] == [["suggestion", "brand/voice/Casa/Klingon.yml", 3]]' \
    'one note says which, at its place'
finish
