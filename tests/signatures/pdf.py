"""Small PDFs written by hand: text with a ToUnicode map, pictures only, bombs; certificates and signatures of a test CA."""

import datetime as dt
import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from intranet.core import clock

_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end end"
)


def assemble(objects: list[bytes], root: int = 1) -> bytes:
    """Return a PDF of these objects (numbered from 1) with a classic cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: bytes, extra: str = "") -> bytes:
    packed = zlib.compress(content)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {extra} >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def written(lines: list[str], *, size: int = 12) -> bytes:
    """Return a PDF of one page per 45 lines; each line is drawn by one operator, in UCS-2 codes of a font without shapes."""
    pages = [lines[i : i + 45] for i in range(0, len(lines), 45)] or [[]]
    first = 6
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(_CMAP.encode()),
    ]
    for n, page in enumerate(pages):
        drawn = [f"BT /F {size} Tf 50 800 Td {size + 3} TL"]
        drawn += [f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in page] + ["ET"]
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * n + 1} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>".encode()
        )
        objects.append(stream("\n".join(drawn).encode()))
    return assemble(objects)


def scanned() -> bytes:
    """Return a page that holds a grey picture and no text."""
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
            stream(b"595 0 0 842 0 0 cm /I Do"),
            stream(
                b"\x80" * 10_000,
                "/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8",
            ),
        ]
    )


def bomb(megabytes: int) -> bytes:
    """Return a page whose content unpacks to so many megabytes."""
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(megabytes)) + squeeze.flush()
    content = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>"
    return assemble(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, content]
    )


def packed_bomb(megabytes: int) -> bytes:
    """Return a PDF 1.5 whose catalogue lies in an object stream that unpacks to so many megabytes."""
    inside = b"1 0 << /Type /Catalog /Pages 3 0 R >> "
    squeeze = zlib.compressobj(9)
    packed = squeeze.compress(inside)
    packed += b"".join(squeeze.compress(b" " * 1_000_000) for _ in range(megabytes)) + squeeze.flush()
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}
    bodies = {
        2: f"<< /Type /ObjStm /N 1 /First 4 /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
        + packed
        + b"\nendstream",
        3: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        4: b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] >>",
    }
    for number, content in bodies.items():
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    rows = [(0, 0, 65535), (2, 2, 0), *((1, places[n], 0) for n in (2, 3, 4)), (1, start, 0)]
    table = b"".join(bytes([kind]) + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows)
    out += b"5 0 obj\n" + stream(table, "/Type /XRef /W [1 4 2] /Size 6 /Root 1 0 R") + b"\nendobj\n"
    return bytes(out) + f"startxref\n{start}\n%%EOF\n".encode()


def deep(levels: int) -> bytes:
    """Return a PDF whose page tree is as deep as this, and whose catalogue nests arrays just as deep."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * levels + b"]" * levels + b" >>"]
    objects += [f"<< /Type /Pages /Kids [{n + 1} 0 R] /Count 1 >>".encode() for n in range(2, levels + 2)]
    objects.append(f"<< /Type /Page /Parent {levels + 1} 0 R /MediaBox [0 0 595 842] >>".encode())
    return assemble(objects)


@dataclass(frozen=True)
class Holder:
    """A certificate with its key, and those that lead to its root."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    root: x509.Certificate

    @property
    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _asn1_key(key: rsa.RSAPrivateKey) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
    start = clock.now() - dt.timedelta(days=30)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=700))
    )


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})


@lru_cache(maxsize=8)
def authority(common: str) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """Return a root certificate of this name with its key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = _name(common, "Cơ quan thử nghiệm")
    made = (
        _builder(name, name, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return made, key


@lru_cache(maxsize=8)
def holder(common: str, root: str = "Gốc thử nghiệm", *, stamps: bool = False) -> Holder:
    """Return somebody with a certificate under a root; `stamps`: a time-stamping authority."""
    top, top_key = authority(root)
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    usage = _usage(digital_signature=True, content_commitment=not stamps)
    builder = (
        _builder(_name(common, "Ủy ban nhân dân xã Đại Thanh"), top.subject, key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    if stamps:
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return Holder(builder.sign(top_key, hashes.SHA256()), key, top)


def _store(*certificates: x509.Certificate) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple([_asn1(one) for one in certificates])
    return store


def signed(content: bytes, who: Holder, *, field: str = "Signature1", stamper: Holder | None = None) -> bytes:
    """Return the PDF with one more PAdES signature, by an incremental update as signing tools do."""
    signer = signers.SimpleSigner(
        signing_cert=_asn1(who.certificate), signing_key=_asn1_key(who.key), cert_registry=_store(who.root)
    )
    stamps = None
    if stamper is not None:
        stamps = DummyTimeStamper(
            _asn1(stamper.certificate), _asn1_key(stamper.key), certs_to_embed=_store(stamper.root)
        )
    meta = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    out = signers.PdfSigner(meta, signer, timestamper=stamps, new_field_spec=SigFieldSpec(field)).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    return out.getvalue()


def appended(content: bytes, page_text: str) -> bytes:
    """Return the PDF with its first page's content replaced by an incremental update: what a forger does after signing."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    from pyhanko.pdf_utils import generic

    drawn = f"BT /F 12 Tf 50 800 Td <{page_text.encode('utf-16-be').hex()}> Tj ET".encode()
    page[generic.pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=drawn))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
