"""Pages as they will be printed: .docx to PDF and pictures, outside of the request."""
