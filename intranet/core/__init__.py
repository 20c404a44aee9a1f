"""Words of no domain: database, workflow engine, access guard, audit, text, forms, htmx, files, lists."""
