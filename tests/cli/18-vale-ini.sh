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
date: 2026-11-24 10:30
accounts: [blog]
notes: gratis
---
Un pan barato, casi gratis.
EOF
printf 'Pan barato.\n' >README.md
write docs/guia.md <<'EOF'
Es *gratis*.

<!-- vale off -->

Es gratis.
EOF
mkdir -p docs/node_modules && cp README.md docs/node_modules/
printf 'Un pan barato.\n' >brand/voice/Casa/Caro.test.md
run check --format json
is_status 1 'an error of the .vale.ini is an error'
json '[.findings[] | [.path, .rule, .line, .level]] == [
    ["README.md", "Casa.Caro", 1, "warning"],
    ["content/posts/2026/11/oferta.md", "Otro.Nunca", 5, "error"],
    ["content/posts/2026/11/oferta.md", "Casa.Caro", 7, "warning"],
    ["content/posts/2026/11/oferta.md", "Otro.Nunca", 7, "error"],
    ["docs/guia.md", "Otro.Nunca", 1, "error"]]' \
    'all Markdown is read as Vale reads it, posts and others; what both say is said once'
run check --format vale
cp "$T/stdout" "$T/ours"
run check --vale-ini .vale.ini --format vale README.md content docs/guia.md
same "$T/stdout" "$T/ours" 'the same as by --vale-ini'
run check --format json docs
json '[.findings[].path] == ["docs/guia.md"]' 'a path narrows it down'
printf 'Casa.Caro = error\n' >>.vale.ini
run check --format json content/posts/2026/11/oferta.md
json '[.findings[] | select(.rule == "Casa.Caro").level] == ["error"]' 'of two levels the graver one'
printf -- '---\na: [\n---\n' >docs/rota.md
run check --format json docs/rota.md
json '[.findings[] | [.rule, .line, .column]] == [["front-matter", 2, 4]]' 'broken front matter of any file is named'
sed -i 's/^BasedOnStyles.*/BasedOnStyles = Casa, Otra/; 1i Packages = Otra' .vale.ini
run check --format json docs
is_status 1 'rules that are wrong are said whatever was asked for'
json '[.findings[] | select(.path == ".vale.ini") | [.rule, .line, .column]] == [["voice-config", 6, 23]]' \
    'a style that is not there is named, with its place'
json '.findings[] | select(.path == ".vale.ini").message | contains("vale sync")' 'and where it comes from'
sed -i 's,^StylesPath.*,StylesPath = ../fuera,' .vale.ini
run check --format json
json '[.findings[] | select(.path == ".vale.ini") | [.rule, .line, .column]] == [["voice-config", 2, 14]]' \
    'a folder outside of the workspace, too'
mv .vale.ini vale.txt
ln -s vale.txt .vale.ini
run check --format json
json '[.findings[] | select(.path == ".vale.ini") | [.rule, .level]] == [["voice-config", "warning"]]' \
    'a link in its place is not followed, and that is said'
finish
