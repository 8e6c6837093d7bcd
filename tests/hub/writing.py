"""What the Hub's protocol writes: repositories, files in two steps, commits, names."""

import base64
import json
import re

import yaml

from .store import Refused

LICENSES = ("cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "apache-2.0", "mit", "other", "unknown")


class Writing:
    """Answers of a handler that has a ``store``, a ``query`` and a ``body``."""

    def create(self):
        wanted = json.loads(self.body)
        namespace = wanted.get("organization") or "someone"
        repo = f"{namespace}/{wanted['name']}"
        self.store.create(
            repo, wanted.get("visibility") == "private" or bool(wanted.get("private"))
        )
        self.answer({"url": f"{self.origin}/datasets/{repo}", "name": repo, "id": repo})

    def whoami(self):
        if not self.headers.get("Authorization"):
            raise Refused(401, "Invalid username or password.")
        self.answer({"name": "someone", "type": "user"})

    def validate_yaml(self):
        content = json.loads(self.body)["content"]
        errors = []
        match = re.match(r"---\n(.*?)\n---\n", content, re.DOTALL)
        try:
            matter = yaml.safe_load(match[1]) if match else {}
        except yaml.YAMLError as error:
            matter, errors = {}, [{"message": str(error)}]
        licenses = matter.get("license", [])
        if not set([licenses] if isinstance(licenses, str) else licenses) <= set(LICENSES):
            errors.append({"message": '"license" must be one of a list of known ones'})
        if any(not re.fullmatch("[a-z]{2,3}", tag) for tag in matter.get("language", [])):
            errors.append({"message": '"language" must be ISO 639 codes'})
        if errors:
            return self.answer({"errors": errors, "warnings": []}, 400)
        return self.answer({"errors": [], "warnings": []})

    def preupload(self, repo, revision):
        files = self.store.files(repo, revision)
        self.answer(
            {
                "files": [
                    {
                        "path": file["path"],
                        "uploadMode": "lfs" if is_large(file["path"], file["size"]) else "regular",
                        "shouldIgnore": False,
                        "oid": files.get(file["path"], {}).get("oid"),
                    }
                    for file in json.loads(self.body)["files"]
                ]
            }
        )

    def lfs_batch(self, repo):
        self.store.repo(repo)
        objects = []
        for wanted in json.loads(self.body)["objects"]:
            href = f"{self.origin}/_lfs/{wanted['oid']}"
            actions = {"upload": {"href": href}, "verify": {"href": f"{href}/verify"}}
            objects.append(
                wanted if self.store.has(wanted["oid"]) else {**wanted, "actions": actions}
            )
        self.answer({"transfer": "basic", "objects": objects})

    def lfs_put(self, oid):
        if self.store.put(self.body) != oid:
            raise Refused(400, "the content isn't what its hash says")
        self.answer()

    def lfs_verify(self, oid):
        if not self.store.has(oid):
            raise Refused(404, "no such object")
        self.answer({})

    def commit(self, repo, revision):
        lines = [json.loads(line) for line in self.body.splitlines()]
        [header] = [line["value"] for line in lines if line["key"] == "header"]

        def change(files):
            for line in lines:
                self.apply(line["key"], line["value"], files)
            return files

        pull_request = "create_pr" in self.query
        sha, number = self.store.commit(repo, revision, header, change, pull_request)
        answer = {
            "success": True,
            "commitOid": sha,
            "commitUrl": f"{self.origin}/datasets/{repo}/commit/{sha}",
            "hookOutput": "",
        }
        if pull_request:
            answer["pullRequestUrl"] = f"{self.origin}/datasets/{repo}/discussions/{number}"
        self.answer(answer)

    def apply(self, key, value, files):
        if key == "file":
            files[value["path"]] = self.store.entry(base64.b64decode(value["content"]))
        elif key == "lfsFile":
            if not self.store.has(value["oid"]):
                raise Refused(400, f"{value['path']}: its content was never uploaded")
            files[value["path"]] = self.store.entry(self.store.get(value["oid"]), lfs=True)
        elif key == "deletedFile":
            if files.pop(value["path"], None) is None:
                raise Refused(404, "A file with this name doesn't exist", "EntryNotFound")
        elif key == "deletedFolder":
            for path in [path for path in files if path.startswith(value["path"])]:
                del files[path]

    def tag(self, repo, revision):
        self.store.name(repo, "tags", json.loads(self.body)["tag"], revision)
        self.answer({})

    def untag(self, repo, name):
        self.store.unname(repo, "tags", name)
        self.answer({})

    def branch(self, repo, name):
        start = json.loads(self.body or b"{}").get("startingPoint", "main")
        self.store.name(repo, "branches", name, start)
        self.answer({})


def is_large(path, size):
    return path.endswith(".parquet") or size > 10_000_000
