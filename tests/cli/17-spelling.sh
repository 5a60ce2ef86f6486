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
write content/posts/2026/11/dos-lenguas.md <<'EOF'
---
title: Gracias
date: 2026-11-26 09:30
accounts: [blog]
---
Gracias, y <!-- lang: en -->thank you for the brread, gracias<!-- /lang -->, dice Ana.

Y luego <!-- lang: fr -->le pain est sur la table<!-- /lang -->.
EOF
run check --format json content/posts/2026/11/dos-lenguas.md
json '[.findings[] | [.rule, .line, .column]] == [["Spelling.En", 6, 47], ["Spelling.En", 6, 55]]' \
    'marked words are spelled in their language, and in none where it has no rule'
run check --fix --dry-run content/posts/2026/11/faltas.md
out_lacks '+El' 'and --fix changes no word by itself'

# Twenty-five words that nobody knows, one again, and one in a vowel too many.
{
    printf -- '---\ntitle: Pan\ndate: 2026-11-26 09:30\naccounts: [blog]\n---\n'
    for letter in a b c d e f g h i j k l m n o p q r s t u v w x y; do printf 'panaderi%sa ' "$letter$letter"; done
    printf 'panaderiaaa pan%sadero\n' aaaaaaaaaaaaaaaaaaaaaaaa
} >content/posts/2026/11/muchas.md
run check --format json content/posts/2026/11/muchas.md
json '[.findings[] | select(.rule == "Spelling.Es")] | length == 27' 'all slips of a file are found'
json '[.findings[] | select(.rule == "Spelling.Es")] | .[0:20] | all(.suggestions | length > 0)' 'the first twenty with what may be meant'
json '[.findings[] | select(.rule == "Spelling.Es")] | .[20:25] + .[26:] | all(.suggestions == [])' 'the others without, for Hunspell is slow'
rm content/posts/2026/11/muchas.md

# Accents as marks of their own (mañana, camión), a soft hyphen, hyphens that don't break, units, sites.
printf -- '---\ntitle: Pan\ndate: 2026-11-26 09:30\naccounts: [blog]\n---\nMan\u0303ana el camio\u0301n, #Man\u0303anaDePan, mordi\u0301ddo. ' \
    >content/posts/2026/11/marcas.md
printf 'Pa\u00ADnes teórico\u2011prácticos: 2 kg, 250 ml o 3 kWh de CO₂, en hornnete.example/kaza.\n' >>content/posts/2026/11/marcas.md
run check --format json content/posts/2026/11/marcas.md
json '[.findings[] | select(.rule == "Spelling.Es") | .message[0:11]] == ["«mordi\u0301ddo»"]' \
    'letters with marks of their own are what they look like'
rm content/posts/2026/11/marcas.md

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
json '.findings[] | select(.rule == "voice-rule") | .message | test("tlh.dic")' 'and that no package has it'
package() { # DICTIONARY PACKAGE
    sed -i "s/dictionaries: .*/dictionaries: ['$1']/" brand/voice/Casa/Klingon.yml
    run check --format json
    json "[.findings[] | select(.rule == \"voice-rule\") | .message | test(\"[(]$2[)]\")] == [true]" "$1 is in $2"
}
package en-NZ hunspell-en-gb
package pt_br hunspell-pt-br
package eu hunspell-eu
sed -i "s/dictionaries: .*/dictionaries: [es-es, EN_us]/" brand/voice/Casa/Klingon.yml
run check --format json
json '[.findings[] | select(.rule == "voice-rule")] == []' 'a language is known however it is written'
finish
