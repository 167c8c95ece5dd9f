"""The body of an answer as it was before it was compressed."""

import gzip

import brotli
from werkzeug.test import TestResponse


def plain(answer: TestResponse) -> bytes:
    """Raises for an encoding that the service does not promise, and for a body that is not what its header says."""
    encoding = answer.headers.get("Content-Encoding")
    if encoding is None or answer.status_code == 304 or answer.request.method == "HEAD":
        return answer.get_data()
    return {"gzip": gzip.decompress, "br": brotli.decompress}[encoding](answer.get_data())
