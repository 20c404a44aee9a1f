"""Public page that says whether a certificate is valid, replaced or revoked."""
