"""What `package.py` and `segdesk.spec` stand on: what packages hold, icons, licences, and how each is laid out."""
