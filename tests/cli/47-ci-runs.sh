#!/bin/bash
# What the workflows of init do on a git host whose main branch is protected: each step is run as it
# stands in the file. Checks fail where they should, publishing writes the ledger's branch alone and
# sends once, the forms hold, resume and resolve, and nothing that somebody types is obeyed.
. "$(dirname "$0")/lib.sh"
python3 -c 'import yaml' 2>/dev/null || skip_all 'python3-yaml is not here'
forge_start "$T/forge" || skip_all "$SERVER_WHY"
export PREGON_NOW=2026-11-24T09:31:00+01:00
mkdir "$T/bin" && ln -s "$PREGON" "$T/bin/pregon"
export PATH="$T/bin:$PATH"
cd "$T" || exit

run --lang en init ws --name Horno --language en --timezone Europe/Madrid --ci github,gitlab,forgejo \
    --source https://git.example/pregon
cd ws || exit
cat >brand/accounts.yml <<'EOF'
accounts:
  log: {network: "null", log: public/log}
  blog: {network: blog, title: Horno, url: "https://horno.example/", out: public/blog}
groups:
  everywhere: [log, blog]
EOF
cat >brand/team.yml <<'EOF'
people:
  ana: {name: Ana, email: ana@horno.example, github: ana, gitlab: ana, roles: [legal]}
EOF
printf 'timezone: Europe/Madrid\n' >calendar/calendar.yml
git init -q -b main && commit 'post: hello' && forge_adopt
cat >"$FORGE_REPO/hooks/update" <<'EOF'
#!/bin/sh
[ "$1" != refs/heads/main ] || { echo 'GH006: Protected branch update failed' >&2; exit 1; }
EOF
chmod +x "$FORGE_REPO/hooks/update"
# As a merge on the host.
merge() { # MESSAGE
    commit "$1" && git -C "$FORGE_REPO" fetch -q "$T/ws" +main:main
}
host_ref() { # REF
    git -C "$FORGE_REPO" rev-parse -q --verify "$1" 2>/dev/null
}
on_ledger() { # PATH
    git -C "$FORGE_REPO" show "pregon-ledger:$1" 2>/dev/null
}

# A stand-in for `gh api`: answers from files, and keeps what is written.
mkdir "$T/gh" && cat >"$T/bin/gh" <<EOF
#!/bin/bash
cd "$T/gh" || exit
EOF
cat >>"$T/bin/gh" <<'EOF'
shift # api
method=GET jq=. body=
while [ $# -gt 0 ]; do
    case $1 in
    --method) method=$2; shift ;;
    --jq) jq=$2; shift ;;
    -F) case $2 in body=@*) body=$OLDPWD/${2#body=@} ;; esac; shift ;;
    -f) echo "$2" >>asked; shift ;;
    --*) ;;
    *) path=${1%%\?*} ;;
    esac
    shift
done
[ -n "$GH_TOKEN" ] || exit 4
file=$(printf %s "${path#repos/site.git/}" | tr / _).json
case $method in
GET) jq -r "$jq" "$file" ;;
POST) jq -Rs '[{id: 70, user: {login: "github-actions[bot]"}, body: .}]' "$body" >issues_7_comments.json; echo post >>written ;;
PATCH) jq -Rs '[{id: 70, user: {login: "github-actions[bot]"}, body: .}]' "$body" >issues_7_comments.json; echo "patch ${path##*/}" >>written ;;
esac
EOF
chmod +x "$T/bin/gh"

# Runs the jobs of a workflow; what they print is in $T/stdout.
COUNT=0
HOW=actions
job() { # FILE CONTEXT-AS-JQ [JQ-ARGUMENT ...]
    jq -n --arg url "${FORGE_URL%/site.git}" --arg token "$FORGE_TOKEN" --arg sha "$(host_ref main)" "${@:3}" '
        {github: {server_url: $url, repository: "site.git", token: $token, actor: "ana", ref: "refs/heads/main",
                  sha: $sha, event_name: "push", event: {repository: {fork: false}}},
         secrets: {}, inputs: {}, vars: {}} * ('"$2"')' >"$T/context.json" || exit
    [ $HOW = step ] || JOB=$T/job-$((++COUNT))
    RUN_ARGUMENTS="($1)"
    python3 "$TESTS/cli/workflows.py" $HOW "$T/ws/$1" "$T/context.json" "$JOB" >"$T/stdout" 2>"$T/stderr" </dev/null
    RUN_STATUS=$?
}
pull='github: {event_name: "pull_request", ref: "refs/pull/7/merge", base_ref: "main"}'
propose() { # MESSAGE: this branch is pull request 7
    commit "$1" && git -C "$FORGE_REPO" fetch -q "$T/ws" +HEAD:refs/pull/7/head +HEAD:refs/pull/7/merge
}
post() { # NAME DATE
    printf -- '---\ntitle: %s\ndate: %s\naccounts: [log]\n---\nBread of today: %s.\n' "$1" "$2" "$1" >"content/posts/$1.md"
}

for forge in .github .forgejo; do
    # --- check ---
    git checkout -q -b "change$forge"
    post bad '2026-13-01 10:00'
    propose 'post: bad'
    job $forge/workflows/check.yml "{$pull}"
    is_status 1 "$forge: check fails on a bad post"
    out_has '::error file=content/posts/bad.md,line=3' 'with an annotation at its line'
    post bad '2026-12-01 10:00'
    propose 'post: good'
    job $forge/workflows/check.yml "{$pull}"
    is_status 0 'and is content with a good one'
    check_not 'no token is left in what it fetched' grep -rq "$FORGE_TOKEN" "$JOB/check/.git"
    job $forge/workflows/check.yml '{}'
    is_status 0 'the main branch is checked, too'
    git checkout -q main
done

# --- publish ---
main=$(host_ref main)
job .github/workflows/publish.yml '{github: {event: {repository: {fork: true}}}}'
out_has 'publish left out' 'a fork publishes nothing'
check_not 'and has no ledger' host_ref pregon-ledger
post one '2026-11-24 09:00'
merge 'post: one'
job .github/workflows/publish.yml '{}'
is_status 0 'publish, after a merge'
on_ledger deliveries/one/log.yml >"$T/record"
check 'sends what is due' grep -q '^state: sent' "$T/record"
check 'once' [ "$(wc -l <"$JOB/publish/public/log")" = 1 ]
check 'writes the blog' [ -s "$JOB/publish/public/blog/index.html" ]
check 'and of the host the ledger alone' [ "$(git -C "$FORGE_REPO" for-each-ref --format='%(refname)' refs/heads | tr '\n' ' ')" = 'refs/heads/main refs/heads/pregon-ledger ' ]
check 'which is no main branch' [ "$(host_ref main)" = "$(git rev-parse main)" ]
ledger=$(host_ref pregon-ledger)
job .github/workflows/publish.yml '{github: {event_name: "schedule"}}'
is_status 0 'a second run'
check_not 'sends nothing' [ -e "$JOB/publish/public/log" ]
check 'and writes nothing' [ "$(host_ref pregon-ledger)" = "$ledger" ]
job .forgejo/workflows/publish.yml '{}'
is_status 0 'one of another service'
check 'sends nothing again' [ "$(host_ref pregon-ledger)" = "$ledger" ]
job .github/workflows/alarm.yml '{}'
is_status 0 'no alarm, now'
PREGON_NOW=2026-11-24T14:31:00+01:00 job .github/workflows/alarm.yml '{}'
is_status 1 'an alarm where no run came by'

# --- the forms ---
post two '2026-11-24 09:10'
merge 'post: two'
for form in github:account github:cuenta forgejo:account; do
    job .${form%:*}/workflows/hold.yml '{inputs: {what: $what, name: "log", why: "no flour", until: ""}}' --arg what "${form#*:}"
    is_status 0 "hold, by ${form%:*}"
    on_ledger hold.yml >"$T/hold"
    check 'is on the ledger' grep -q 'accounts: \[log\].*no flour' "$T/hold"
    check 'with who pressed the button' grep -q 'by: ana' "$T/hold"
    job .github/workflows/publish.yml '{}'
    is_status 0 'a run meanwhile'
    check_not 'sends nothing there' on_ledger deliveries/two/log.yml
    job .${form%:*}/workflows/resume.yml '{inputs: {what: $what, name: "log", late: "there is nothing", why: ""}}' --arg what "${form#*:}"
    is_status 0 'resume'
    on_ledger hold.yml >"$T/hold"
    check_not 'ends it' grep -q 'no flour' <(grep -v '^ *#' "$T/hold")
done
job .github/workflows/publish.yml '{}'
on_ledger deliveries/two/log.yml >"$T/record"
check 'and the next run sends it' grep -q '^state: sent' "$T/record"
post late '2026-11-24 09:15'
merge 'post: late'
PREGON_NOW=2026-11-26T10:00:00+01:00 job .github/workflows/publish.yml '{}'
is_status 1 'a post that was missed makes the run red'
on_ledger deliveries/late/log.yml >"$T/record"
check 'missed' grep -q '^state: missed' "$T/record"
job .github/workflows/resolve.yml '{inputs: {post: "late", account: "log", action: "let it go", value: "", why: "old news"}}'
is_status 0 'resolve'
on_ledger deliveries/late/log.yml >"$T/record"
check 'settles it' grep -q '^state: skipped' "$T/record"
job .github/workflows/resolve.yml '{inputs: {post: "late", account: "log", action: "no such thing", value: "", why: "x"}}'
is_status 1 'what the form does not offer is refused'

# --- what somebody types is text ---
canary=$T/canary
hostile=(
    "\$(touch $canary)" "\`touch $canary\`" "; touch $canary" "| touch $canary" "&& touch $canary" "\" ; touch $canary ; \""
    "' ; touch $canary ; '" "\${IFS}touch\${IFS}$canary" $'x\ntouch '"$canary" $'x\r\ntouch '"$canary" "\${{ github.token }}"
    "\${{ secrets.PREGON_X }}" '$PREGON_GIT_TOKEN' '${PREGON_GIT_TOKEN}' '--post=one' '--all' '-C /' '--no-push' '-- one' '--'
    '::set-output name=x::y' $'\n::add-mask::x' '##[error]x' "<(touch $canary)" ">$canary" "2>$canary" '*' '~' '{a,b}' '!!'
    $'\e[31mred' $'a\tb' 'a: {b: [' '# no comment' "- {all: true}" $'x\nholds: []' "\\" '%s%n%s' "$(printf 'x%.0s' {1..3000})"
)
bad=()
# In one clone, without what comes before the last step: that asks for nothing that was typed.
git clone -q "$FORGE_REPO" "$T/desk" && git -C "$T/desk" remote set-url origin "$FORGE_URL"
HOW=step JOB=$T/desk
for text in "${hostile[@]}"; do
    job .github/workflows/hold.yml '{inputs: {what: "account", name: "log", why: $text, until: ""}}' --arg text "$text"
    [ $RUN_STATUS -le 1 ] || bad+=("hold why: $text")
    if grep -q '^hold 0' "$T/stdout"; then
        on_ledger hold.yml >"$T/hold"
        [ "$(grep -c 'accounts: \[log\]' <(grep -v '^ *#' "$T/hold"))" = 1 ] || bad+=("no hold for: $text")
    fi
    grep -qF "$FORGE_TOKEN" "$T/hold" "$T/stdout" "$T/stderr" && bad+=("a token is told by: $text")
    grep -qE '^(::|##\[)' "$T/stdout" "$T/stderr" && bad+=("the runner would obey: $text")
    job .github/workflows/resume.yml '{inputs: {what: "account", name: $text, late: $text, why: $text}}' --arg text "$text"
    job .github/workflows/resolve.yml '{inputs: {post: $text, account: $text, action: "it is out at this address", value: $text, why: $text}}' --arg text "$text"
    grep -q '^resolve 0' "$T/stdout" && bad+=("resolved: $text")
    job .github/workflows/resume.yml '{inputs: {what: "account", name: "log", late: "there is nothing", why: ""}}'
    [ ! -e "$canary" ] || { bad+=("ran: $text"); rm -f "$canary"; }
done
HOW=actions
if [ ${#bad[@]} = 0 ]; then pass "${#hostile[@]} hostile texts in each field of the forms do nothing"; else
    fail "${#hostile[@]} hostile texts in each field of the forms do nothing" "${bad[@]}"
fi
on_ledger hold.yml >"$T/hold"
check 'nothing is held at the end' [ -z "$(grep -E '^ *- ' "$T/hold" | grep -v '#')" ]

# --- the comment ---
git checkout -q change.github
head=$(host_ref refs/pull/7/head)
echo "[{\"number\": 7, \"head\": {\"sha\": \"$head\"}, \"base\": {\"ref\": \"main\"}}]" >"$T/gh/pulls.json"
echo '[]' >"$T/gh/issues_7_comments.json"
ran='github: {event_name: "workflow_run", event: {workflow_run: {event: "pull_request", head_sha: $head, head_branch: "x\"; touch '"$canary"'", head_repository: {owner: {login: "eva"}}}}}'
job .github/workflows/preview.yml "{$ran}" --arg head "$head"
is_status 0 'the comment of a pull request'
check 'is written' [ "$(cat "$T/gh/written")" = post ]
json '.[0].body | startswith("<!-- pregon -->\n### ") and test("Bread of today: bad")' 'and tells what each account gets' "$T/gh/issues_7_comments.json"
check 'which one it is is asked by owner and branch, as text' grep -qxF 'head=eva:x"; touch '"$canary" "$T/gh/asked"
check_not 'nothing of it is run' [ -e "$canary" ]
check_not 'the job that writes has nothing of the repository' [ -e "$JOB/comment/.git" ]
cp "$T/gh/issues_7_comments.json" "$T/comment"
job .github/workflows/preview.yml "{$ran}" --arg head "$head"
check 'a second run changes the one that is there' [ "$(tail -n 1 "$T/gh/written")" = 'patch 70' ]
same "$T/comment" "$T/gh/issues_7_comments.json" 'to the same bytes'
echo '[{"id": 5, "user": {"login": "eva"}, "body": "<!-- pregon --> mine"}]' >"$T/gh/issues_7_comments.json"
job .github/workflows/preview.yml "{$ran}" --arg head "$head"
check 'that of somebody else is never changed' [ "$(tail -n 1 "$T/gh/written")" = post ]
: >"$T/gh/written"
job .github/workflows/preview.yml "{$ran}" --arg head 0123456789012345678901234567890123456789
is_status 0 'a commit that is of no open pull request'
out_has 'comment left out' 'gets no comment'
job .github/workflows/preview.yml "{github: {event: {workflow_run: {event: \"push\"}}}}"
out_has 'text left out' 'nor does a push'
# Pictures of the cards: by a stand-in for the browser (47-browser.sh has a real one).
printf '#!/bin/sh\necho emoji\n' >"$T/bin/fc-list"
cat >"$T/bin/google-chrome" <<EOF
#!/bin/sh
echo "\$@" >>"$T/browsed"
[ -z "\$TOKEN\$GH_TOKEN" ] || echo "\$TOKEN\$GH_TOKEN" >>"$T/leaked"
EOF
cat >>"$T/bin/google-chrome" <<'EOF'
for word; do
    case $word in
    --dump-dom) printf '<!DOCTYPE html>\n<html lang="en" data-height="2345">\n' ;;
    --screenshot=*) echo PNG >"${word#*=}" ;;
    file://*) [ -f "${word#file://}" ] || exit 1 ;;
    esac
done
EOF
chmod +x "$T/bin/fc-list" "$T/bin/google-chrome"
: >"$T/gh/written"
job .github/workflows/pictures.yml "{$ran}" --arg head "$head"
out_has 'pictures left out' 'no pictures until somebody wants them'
job .github/workflows/pictures.yml "{$ran, vars: {PREGON_PICTURES: \"on\"}}" --arg head "$head"
is_status 0 'pictures of a pull request'
check 'one of each post that changes' [ "$(cd "$JOB/pictures/cards" && find . -type f)" = ./bad.png ]
check 'as high as its page' grep -q -- '--window-size=1100,2345 --screenshot' "$T/browsed"
check_not 'the browser gets no token' [ -e "$T/leaked" ]
check 'are linked in a comment of their own' [ "$(cat "$T/gh/written")" = post ]
json '.[0].body | startswith("<!-- pregon pictures -->\n") and test("/site.git/actions/runs/8812/artifacts/31\\)")' 'by their address' "$T/gh/issues_7_comments.json"
job .github/workflows/pictures.yml "{$ran, vars: {PREGON_PICTURES: \"on\"}}" --arg head "$head"
check 'which a second run changes' [ "$(tail -n 1 "$T/gh/written")" = 'patch 70' ]
check_not 'nothing of it is run either' [ -e "$canary" ]
: >"$T/gh/written"
# The job that writes believes nobody, not even the first.
python3 - "$T/ws/.github/workflows/preview.yml" >"$T/comment.sh" <<'EOF'
import sys, yaml
print(yaml.safe_load(open(sys.argv[1], encoding="utf-8"))["jobs"]["comment"]["steps"][0]["run"])
EOF
tries=0
mkdir "$T/hostile" && cd "$T/hostile" || exit
believes() { # NUMBER TEXT
    tries=$((tries + 1))
    GITHUB_REPOSITORY=site.git GH_TOKEN=x NUMBER=$1 TEXT=$2 bash -e "$T/comment.sh" >/dev/null 2>&1
}
good=$(printf '<!-- pregon -->\nx\n' | base64 -w 0)
believed=()
for number in '' ' ' '7 8' '../7' '7/../../issues/1' '7?x' '-7' '7;id' "\$(touch $canary)" $'7\n8' '０' 'x'; do
    believes "$number" "$good" && believed+=("number: $number")
done
for text in '' 'no base64' "$(echo x | base64)" "$(printf '\n<!-- pregon -->' | base64)" "$(printf ' <!-- pregon -->\n' | base64)" \
    "$(printf '<!-- pregon --> @everyone\n' | base64 -w 0)" \
    "$({ echo '<!-- pregon -->'; head -c 65100 /dev/zero | tr '\0' x; } | base64 -w 0 | head -c 90000)"; do
    believes 7 "$text" && believed+=("text: ${text:0:40}")
done
if [ ${#believed[@]} = 0 ]; then pass "$tries hostile outputs are refused"; else fail "$tries hostile outputs are refused" "${believed[@]}"; fi
check 'and nothing was written' [ ! -s "$T/gh/written" ]
check 'a good one is taken' believes 7 "$good"
cd "$T/ws" && git checkout -q main || exit

# --- reviews ---
printf 'approvals:\n  - {roles: [legal], when: {sponsored: true}}\n' >>brand/brand.yml
merge 'brand: ask'
git checkout -q -B paid main
printf -- '---\ntitle: Paid\ndate: 2026-12-02 10:00\naccounts: [log]\nsponsored: Mill\n---\n#ad Flour.\n' >content/posts/paid.md
propose 'post: paid'
head=$(host_ref refs/pull/7/head)
echo '[{"number": 7}]' >"$T/gh/pulls.json"
echo "[{\"id\": 1, \"user\": {\"login\": \"ana\", \"id\": 1}, \"state\": \"APPROVED\", \"commit_id\": \"$head\", \"body\": \"\", \"html_url\": \"https://github.example/site/pull/7#r1\", \"author_association\": \"MEMBER\"}]" >"$T/gh/pulls_7_reviews.json"
job .github/workflows/approve.yml '{github: {event_name: "workflow_run"}}'
is_status 0 'a review'
on_ledger approvals/paid.yml >"$T/approval"
check 'becomes an approval' grep -q 'role: legal, by: ana' "$T/approval"
git checkout -q main

# --- the site ---
job .github/workflows/site.yml '{}'
out_has 'site left out' 'no pages until somebody wants them'
job .github/workflows/site.yml '{vars: {PREGON_PAGES: "on"}}'
is_status 0 'pages'
git -C "$FORGE_REPO" ls-tree -r --name-only gh-pages >"$T/pages"
check 'the calendar is there' grep -qx 'index.html' "$T/pages"
check 'and the blog' grep -qx 'blog/index.html' "$T/pages"
check 'and nothing else of the repository' [ -z "$(grep -E 'brand/|^content/|\.yml$' "$T/pages")" ]

# --- GitLab ---
pipeline() { # VARIABLES-AS-JQ
    jq -n --arg url "http://oauth2:$FORGE_TOKEN@${FORGE_URL#http://}" --arg token "$FORGE_TOKEN" --arg sha "$(host_ref main)" '
        {CI_REPOSITORY_URL: $url, CI_COMMIT_SHA: $sha, CI_DEFAULT_BRANCH: "main", CI_COMMIT_BRANCH: "main", GITLAB_USER_LOGIN: "ana",
         CI_COMMIT_REF_PROTECTED: "true", PREGON_GIT_TOKEN: $token, CI_PIPELINE_SOURCE: "push"} + '"$1" "${@:2}" >"$T/context.json" || exit
    JOB=$T/job-$((++COUNT))
    RUN_ARGUMENTS="(.gitlab-ci.yml)"
    python3 "$TESTS/cli/workflows.py" gitlab "$T/ws/.gitlab-ci.yml" "$T/context.json" "$JOB" >"$T/stdout" 2>"$T/stderr" </dev/null
    RUN_STATUS=$?
}
ran() { # JOBS
    grep -v ' left out$' "$T/stdout" | grep -E '^[a-z]+ [0-9]+$' | tr '\n' ' ' | grep -qxF "$1 "
}
post three '2026-11-24 09:20'
merge 'post: three'
pipeline '{}'
check 'gitlab: a push checks and publishes' ran 'check 0 publish 0'
on_ledger deliveries/three/log.yml >"$T/record"
check 'what is due' grep -q '^state: sent' "$T/record"
pipeline '{CI_PIPELINE_SOURCE: "schedule", TASK: "publish"}'
check 'a schedule publishes' ran 'publish 0'
pipeline '{CI_PIPELINE_SOURCE: "schedule", TASK: "alarm"}'
check 'or alarms' ran 'alarm 0'
git checkout -q -b merge-request && post bad '2026-13-01 10:00' && propose 'post: bad'
pipeline '{CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_BRANCH: "", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main"} + {CI_COMMIT_SHA: $pr}' --arg pr "$(git rev-parse HEAD)"
git -C "$FORGE_REPO" update-ref refs/heads/merge-request refs/pull/7/head
pipeline '{CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_BRANCH: "", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", PREGON_PICTURES: "on"} + {CI_COMMIT_SHA: $pr}' --arg pr "$(git rev-parse HEAD)"
check 'a merge request gets pictures where they are wanted' ran 'check 1 pictures 0'
check 'of each post that changes' [ -s "$JOB/pictures/cards/bad.png" ]
pipeline '{CI_PIPELINE_SOURCE: "merge_request_event", CI_COMMIT_BRANCH: "", CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main"} + {CI_COMMIT_SHA: $pr}' --arg pr "$(git rev-parse HEAD)"
check 'a merge request is checked, and nothing else' ran 'check 1'
json 'length >= 1 and all(.[]; .description and .check_name and .fingerprint and (.severity | test("^(info|minor|major|critical|blocker)$")) and .location.path and .location.lines.begin >= 1)' 'with a report of its quality' "$JOB/check/codequality.json"
git checkout -q main
git -C "$FORGE_REPO" update-ref -d refs/heads/merge-request
pipeline '{CI_PIPELINE_SOURCE: "web", TASK: "hold", WHAT: "account", NAME: "log", WHY: $text}' --arg text "\$(touch $canary)"
check 'a form holds' ran 'hold 0'
on_ledger hold.yml >"$T/hold"
check 'with what was typed, as text' grep -qF "touch $canary" "$T/hold"
pipeline '{CI_PIPELINE_SOURCE: "web", TASK: "resume", WHAT: "account", NAME: "log"}'
check 'another resumes' ran 'resume 0'
for text in "${hostile[@]:0:12}"; do
    pipeline '{CI_PIPELINE_SOURCE: "web", TASK: "resolve", POST: $text, ACCOUNT: $text, ACTION: "sent", VALUE: $text, WHY: $text}' --arg text "$text"
done
check_not 'nothing that was typed was run' [ -e "$canary" ]
finish
