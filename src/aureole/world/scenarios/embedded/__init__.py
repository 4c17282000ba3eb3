"""The scenarios that come with Aureole: files, cases, and the reader of both."""
