"""What one holds at the end: a diploma, a certificate, a proof."""

from catalogue.course import CertificateKind
from catalogue.messages import message
from matcher.filters.base import Filter, Group, has, plain

LABELS = {
    CertificateKind.DIPLOMA: message("filter.certificate.diploma"),
    CertificateKind.CERTIFICATE: message("filter.certificate.certificate"),
    CertificateKind.PARTIAL_CERTIFICATE: message("filter.certificate.partial_certificate"),
    CertificateKind.ATTESTATION: message("filter.certificate.attestation"),
    CertificateKind.PROOF_OF_ATTENDANCE: message("filter.certificate.proof_of_attendance"),
}


CERTIFICATE = Filter(
    name="certificate",
    label=message("filter.certificate"),
    in_run=False,
    single=False,
    choices=plain({str(kind): label for kind, label in LABELS.items()}),
    clause=has("certificate"),
    group=Group.CONTENT,
)
