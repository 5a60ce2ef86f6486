"""Runs the jobs of a workflow as a runner of GitHub or Forgejo would, or of a .gitlab-ci.yml, as far
as the files that `pregon init` writes go. Anything else in them is an error.

    workflows.py actions FILE CONTEXT.json FOLDER     the jobs of a workflow
    workflows.py step FILE CONTEXT.json FOLDER        the last step of each, in FOLDER as it is
    workflows.py gitlab FILE VARIABLES.json FOLDER    the jobs of a pipeline
    workflows.py lint FILE ...                        what no file may have

CONTEXT.json has `github`, `inputs`, `secrets`, `vars`. Each job gets an empty folder below FOLDER
(GitLab's a clone of CI_REPOSITORY_URL). Prints `JOB STATUS` or `JOB left out`; ends with 1 where a
job failed."""
import json
import os
import re
import subprocess
import sys

import yaml

KEPT = ("PATH", "LC_ALL", "PREGON_NOW", "SSL_CERT_FILE")


def load(path):
    with open(path, encoding="utf-8") as file:
        tree = yaml.safe_load(file)
    if True in tree:  # YAML 1.1 reads `on` as a truth
        tree["on"] = tree.pop(True)
    return tree


# --- expressions ---

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|!|\(|\))|([A-Za-z_][\w.-]*)|(\d+))")


def look_up(name, context):
    value = context
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value


def evaluate(text, context):
    words, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise SystemExit(f"an expression that this runner does not know: {text}")
        at = match.end()
        string, sign, name, number = match.groups()
        if string is not None:
            words.append(repr(string[1:-1].replace("''", "'")))
        elif sign:
            words.append({"&&": " and ", "||": " or ", "!": " not "}.get(sign, sign))
        elif name:
            words.append(repr(look_up(name, context)))
        else:
            words.append(number)
    return eval("".join(words), {"__builtins__": {}})  # nothing but literals is in there


def expand(value, context):
    def one(match):
        result = evaluate(match.group(1), context)
        return str(result).lower() if isinstance(result, bool) else str(result)
    return re.sub(r"\$\{\{(.*?)\}\}", one, str(value))


def holds(condition, context):
    if condition is None:
        return True
    text = str(condition).strip()
    if text.startswith("${{"):
        text = text[3:-2]
    return bool(evaluate(text, context))


# --- running ---

def run(script, env, folder, shell):
    return subprocess.run(shell + [script], env=env, cwd=folder, stdin=subprocess.DEVNULL).returncode


def clean(folder, home):
    env = {name: os.environ[name] for name in KEPT if name in os.environ}
    os.makedirs(home, exist_ok=True)
    env.update(HOME=home, CI="true", RUNNER_TEMP=home, TMPDIR=home)
    return env


def run_job(name, job, workflow, context, folder):
    os.makedirs(folder, exist_ok=True)
    outputs, home = {}, folder + ".home"
    github = context["github"]
    env = clean(folder, home)
    for source in (workflow.get("env", {}), job.get("env", {})):
        env.update({key: expand(value, context) for key, value in source.items()})
    for key in ("server_url", "repository", "ref", "sha", "actor", "event_name"):
        env["GITHUB_" + key.upper()] = github.get(key, "")
    env.update(GITHUB_ACTIONS="true", GITHUB_RUN_ID="8812")
    context["steps"] = {}
    for number, step in enumerate(job["steps"]):
        if not holds(step.get("if"), context):
            continue
        if step.get("uses", "").startswith("actions/upload-artifact@"):
            kept = os.path.join(folder, step["with"]["path"])
            found = {"artifact-id": "31"} if os.path.isdir(kept) and os.listdir(kept) else {}
            context["steps"][step["id"]] = {"outputs": found}
            continue
        if "uses" in step:
            raise SystemExit(f"{name}: uses {step['uses']}")
        out = f"{home}/output-{number}"
        open(out, "w").close()
        own = {key: expand(value, context) for key, value in step.get("env", {}).items()}
        status = run(step["run"], {**env, **own, "GITHUB_OUTPUT": out}, folder, ["bash", "-ec"])
        found = dict(line.split("=", 1) for line in open(out, encoding="utf-8").read().splitlines())
        context["steps"][step.get("id", str(number))] = {"outputs": found}
        if status:
            return status, outputs
    for key, value in job.get("outputs", {}).items():
        outputs[key] = expand(value, context)
    return 0, outputs


def actions(path, context_path, folder, is_last_alone=False):
    workflow = load(path)
    context = json.load(open(context_path, encoding="utf-8"))
    context["needs"], failed = {}, 0
    for name, job in workflow["jobs"].items():
        needed = job.get("needs", [])
        needed = [needed] if isinstance(needed, str) else needed
        if any(other not in context["needs"] for other in needed) or not holds(job.get("if"), context):
            print(f"{name} left out")
            continue
        if is_last_alone:
            job["steps"] = job["steps"][-1:]
        place = folder if is_last_alone else os.path.join(folder, name)
        status, outputs = run_job(name, job, workflow, context, place)
        if not status:
            context["needs"][name] = {"outputs": outputs}
        print(f"{name} {status}", flush=True)
        failed |= status != 0
    return failed


def step(path, context_path, folder):
    return actions(path, context_path, folder, True)


def rule_holds(rule, variables):
    text = re.sub(r"\$(\w+)", lambda match: repr(variables.get(match.group(1), "")), rule["if"])
    text = text.replace("&&", " and ").replace("||", " or ")
    return bool(eval(text, {"__builtins__": {}}))


def gitlab(path, variables_path, folder):
    tree = load(path)
    given = json.load(open(variables_path, encoding="utf-8"))
    common = {key: value["value"] if isinstance(value, dict) else value
              for key, value in tree.pop("variables").items()}
    default, stages, failed = tree.pop("default"), tree.pop("stages"), 0
    for name in sorted(tree, key=lambda name: stages.index(tree[name]["stage"])):
        job = tree[name]
        variables = {**common, **job.get("variables", {}), **given}
        rule = next((rule for rule in job["rules"] if rule_holds(rule, variables)), None)
        if not rule:
            print(f"{name} left out")
            continue
        variables.update(rule.get("variables", {}))
        place = os.path.join(folder, name)
        env = clean(place, place + ".home")
        env.update({key: str(value) for key, value in variables.items()}, GITLAB_CI="true")
        subprocess.run(["git", "clone", "-q", given["CI_REPOSITORY_URL"], place], check=True, env=env)
        subprocess.run(["git", "checkout", "-q", "--detach", given["CI_COMMIT_SHA"]], check=True,
                       env=env, cwd=place)
        script = "\n".join(default["before_script"] + job["script"])
        status = run(script, env, place, ["bash", "-eo", "pipefail", "-c"])
        print(f"{name} {status}", flush=True)
        failed |= status != 0
    return failed


# --- what no file may have ---

def complaints(path):
    text = open(path, encoding="utf-8").read()
    workflow = load(path)
    on = workflow["on"]
    if "pull_request_target" in on:
        yield "pull_request_target"
    if "permissions" not in workflow and ".github/" in path:
        yield "no permissions for the whole"
    if "pull_request" in on and ("secrets." in text or "write" in json.dumps(workflow.get("permissions"))):
        yield "a pull request's job has secrets or may write"
    for name, job in workflow["jobs"].items():
        if "timeout-minutes" not in job:
            yield f"{name}: no time limit"
        for step in job["steps"]:
            if "uses" in step and not re.search(r"@[0-9a-f]{40}$", step["uses"]):
                yield f"{name}: {step['uses']} is not pinned"
            if "${{" in step.get("run", ""):
                yield f"{name}: an expression inside a script"
            if "secrets" in str(step.get("with", "")):
                yield f"{name}: a secret goes to an action"
        permissions = job.get("permissions", {})
        checks_out = any("git checkout" in step.get("run", "") for step in job["steps"])
        if permissions.get("pull-requests") == "write" and checks_out:
            yield f"{name}: writes to pull requests and checks something out"
    if "secrets: inherit" in text or "toJSON(secrets)" in text:
        yield "all secrets at once"


def main():
    what, paths = sys.argv[1], sys.argv[2:]
    if what == "lint":
        found = [f"{path}: {one}" for path in paths for one in complaints(path)]
        print("\n".join(found))
        return bool(found)
    return {"actions": actions, "step": step, "gitlab": gitlab}[what](*paths)


sys.exit(main())
