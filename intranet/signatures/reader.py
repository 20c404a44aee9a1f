"""Read one PDF: its text and its digital signatures. A program of its own, run by `reading.py` in a child process.

A PDF from outside is never parsed in the web process: this program first takes away from itself memory, time, files and
imports nothing of the intranet, so that what breaks here breaks nothing else. It opens no connection: chains are checked
against the given roots only.

Standard input: a line of JSON {"roots": [base64 of DER or PEM, ...], "limits": {...}}, then the bytes of the PDF.
Standard output: a line of JSON {"pages", "text", "signatures", "signature_problem"} or {"problem": code}.
Signatures: PAdES and plain CMS in PDF (ISO 32000-2, 12.8; ETSI EN 319 142) as pyHanko validates them.
"""

import base64
import io
import json
import logging
import resource
import sys
import warnings
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError

TEXT_LIMIT = 3_000_000  # signs
PAGES_LIMIT = 2_000
SIGNATURES_LIMIT = 20


def limit(given: dict[str, int]) -> None:
    """Take away memory (bytes of address space), processor time (seconds), writing of files, core dumps."""
    for name, value in (
        (resource.RLIMIT_AS, given["memory"]),
        (resource.RLIMIT_CPU, given["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (value, value))


def text_of(content: bytes) -> tuple[int, str]:
    """Return number of pages and the text in the order in which the file draws it.

    ValueError("locked") when it asks for a password, ValueError("broken") when it is no readable PDF.
    """
    try:
        file = PdfReader(io.BytesIO(content))
        if file.is_encrypted and not file.decrypt(""):
            raise ValueError("locked")
        count, parts, left = len(file.pages), [], TEXT_LIMIT
        if count > PAGES_LIMIT:
            raise ValueError("heavy")
        for page in file.pages:
            _unpack(page)
            parts.append(page.extract_text()[:left])
            left -= len(parts[-1])
    except LimitReachedError as error:
        raise ValueError("heavy") from error
    except (
        PyPdfError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        AssertionError,
        OverflowError,
    ) as error:
        raise ValueError("broken") from error
    return count, "\n".join(parts)


def _unpack(page: Any) -> None:
    """ValueError("heavy") when the content of a page is a bomb: asking for its text would say it has none."""
    try:
        contents = page.get_contents()
        if contents is not None:
            contents.get_data()
    except LimitReachedError as error:
        raise ValueError("heavy") from error
    except PyPdfError:
        return  # a damaged page: its text may still be found


def signatures_of(content: bytes, roots: list[Any]) -> list[dict[str, Any]]:
    """Return what each digital signature in the file says and whether it holds, oldest first."""
    file = PdfFileReader(io.BytesIO(content), strict=False)
    if file.encrypted:
        file.decrypt(b"")
    found = list(file.embedded_signatures)[:SIGNATURES_LIMIT]
    return [_one(signature, roots) for signature in found]


def _one(signature: Any, roots: list[Any]) -> dict[str, Any]:
    stamp = signature.sig_object_type == "/DocTimeStamp"
    row: dict[str, Any] = {"field": signature.field_name, "kind": "timestamp" if stamp else "signature"}
    try:
        row |= _certificate(signature.signer_cert)
        row |= _timestamp(signature, roots) if stamp else _checked(signature, roots)
    except Exception as error:  # one odd signature must not hide the others: it is told as not checkable
        row["problem"] = type(error).__name__
    return row


def _certificate(certificate: Any) -> dict[str, Any]:
    """Return what the signer's certificate says of itself; its issuer's name is no proof until the chain holds."""
    return {
        "signer": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "serial": f"{certificate.serial_number:x}",
        "valid_from": certificate.not_valid_before.isoformat(),
        "valid_to": certificate.not_valid_after.isoformat(),
        "sha256": certificate.sha256.hex(),
    }


def _name(name: Any) -> dict[str, str]:
    native = name.native
    picked = {key: native.get(key, "") for key in ("common_name", "organization_name", "title")}
    return {key: value if isinstance(value, str) else "; ".join(value) for key, value in picked.items()}


def _context(roots: list[Any]) -> Any:
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")


def _checked(signature: Any, roots: list[Any]) -> dict[str, Any]:
    status = validate_pdf_signature(signature, _context(roots), _context(roots))
    level = status.modification_level
    row = {
        "intact": bool(status.intact and status.valid),
        "covers": status.coverage.name if status.coverage else "UNCLEAR",
        "changes": level.name if level else "UNKNOWN",
        "allowed": bool(status.docmdp_ok),
        "trusted": bool(status.trusted) if roots else None,
        "claimed_at": _iso(status.signer_reported_dt),
        "stamped_at": None,
    }
    stamp = status.timestamp_validity
    if stamp is not None:
        row["stamped_at"] = _iso(stamp.timestamp)
        row["stamp_intact"] = bool(stamp.intact and stamp.valid)
        row["stamp_trusted"] = bool(stamp.trusted) if roots else None
    return row


def _timestamp(signature: Any, roots: list[Any]) -> dict[str, Any]:
    status = validate_pdf_timestamp(signature, _context(roots))
    level = status.modification_level
    return {
        "intact": bool(status.intact and status.valid),
        "covers": status.coverage.name if status.coverage else "UNCLEAR",
        "changes": level.name if level else "UNKNOWN",
        "allowed": bool(status.docmdp_ok),
        "trusted": bool(status.trusted) if roots else None,
        "claimed_at": None,
        "stamped_at": _iso(status.timestamp),
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


def _roots(given: list[str]) -> list[Any]:
    return [one for raw in given for one in load_certs_from_pemder_data(base64.b64decode(raw))]


def read(content: bytes, roots: list[str]) -> dict[str, Any]:
    """Return what the parent is told."""
    try:
        pages, text = text_of(content)
    except ValueError as error:
        known = str(error) in ("locked", "heavy")
        return {"problem": str(error) if known else "broken"}
    signatures: list[dict[str, Any]] = []
    problem = ""
    try:
        signatures = signatures_of(content, _roots(roots))
    except MemoryError:
        raise
    except (
        Exception
    ) as error:  # whatever an odd file does to the parser: told as not checkable, never guessed
        problem = type(error).__name__
    return {"pages": pages, "text": text, "signatures": signatures, "signature_problem": problem}


def main() -> None:
    """Read standard input, answer on standard output."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    head = json.loads(sys.stdin.buffer.readline())
    limit(head["limits"])
    try:
        answer = read(sys.stdin.buffer.read(), head["roots"])
    except (MemoryError, RecursionError):
        answer = {"problem": "heavy"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
