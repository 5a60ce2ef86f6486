#!/bin/bash
# A .vale.ini beside brand/ holds in a workspace, and the brand's own rules go on.
. "$(dirname "$0")/lib.sh"
new_workspace
cat >brand/brand.yml <<'EOF'
name: Casa
languages: [es]
voice: {styles: [Casa]}
EOF
write brand/voice/Casa/Caro.yml <<'EOF'
extends: existence
message: "«%s» no se dice."
tokens: [barato]
EOF
write brand/voice/Otro/Nunca.yml <<'EOF'
extends: existence
message: "«%s» tampoco."
tokens: [gratis]
EOF
cat >.vale.ini <<'EOF'
StylesPath = ./brand/voice
MinAlertLevel = suggestion

[*.md]
BasedOnStyles = Otro, Casa
Otro.Nunca = error
EOF
write content/posts/2026/11/oferta.md <<'EOF'
---
title: Pan
date: 2026-11-24 09:30
accounts: [blog]
notes: gratis
---
Un pan barato, casi gratis.
EOF
run check --format json content/posts/2026/11/oferta.md
is_status 1 'an error of the .vale.ini is an error'
json '[.findings[] | [.rule, .line, .level]] == [["Otro.Nunca", 5, "error"], ["Casa.Caro", 7, "warning"], ["Otro.Nunca", 7, "error"]]' \
    'what both say is said once; front matter is read as Vale reads it'
run check --vale-ini .vale.ini --format json content/posts/2026/11/oferta.md
json '[.findings[] | [.rule, .line]] == [["Otro.Nunca", 5], ["Casa.Caro", 7], ["Otro.Nunca", 7]]' 'the same as by --vale-ini'
sed -i 's/^BasedOnStyles.*/BasedOnStyles = Otra/' .vale.ini
run check --format json
json '[.findings[] | select(.path == ".vale.ini") | [.rule, .line]] == [["voice-config", 5]]' 'a style that is not there is named'
sed -i 's,^StylesPath.*,StylesPath = ../fuera,' .vale.ini
run check --format json
json '[.findings[] | select(.path == ".vale.ini") | [.rule, .line]] == [["voice-config", 1]]' 'a folder outside of the workspace, too'
finish
