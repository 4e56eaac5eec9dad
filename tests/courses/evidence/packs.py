"""Packs without their summaries, and forgers who make all hashes fit."""

import hashlib
import json

from courses.evidence import evidence_pack, pack_facts, verify
from elearning.audit import hash_chain


def facts_of(attempt, *, at):
    """The facts of a pack of ``attempt``, each file as it is written."""
    hash_chain.seal_entries(at)
    return {
        name: evidence_pack.encode_canonical_json(part)
        for name, part in pack_facts.build_pack_facts(attempt).items()
    }


def sealed(files):
    """The files with a manifest, and its sum, that fit them."""
    told = {name: data for name, data in files.items() if "manifest" not in name}
    digests = {
        name: {"sha256": hashlib.sha256(data).hexdigest()}
        for name, data in told.items()
    }
    manifest = evidence_pack.encode_canonical_json({"files": digests})
    sum_line = f"{hashlib.sha256(manifest).hexdigest()}  manifest.json\n".encode()
    return told | {"manifest.json": manifest, "manifest.sha256": sum_line}


def forged(files, name, forge):
    """A pack in which ``forge`` changed the value of a file, with hashes that fit."""
    value = json.loads(files[name])
    forge(value)
    return sealed(files | {name: evidence_pack.encode_canonical_json(value)})


def findings(files, *, right):
    """What holds, or what does not, each once."""
    return {name for holds, name, _facts in verify.verify_pack(files) if holds == right}
