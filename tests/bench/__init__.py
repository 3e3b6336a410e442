"""Benches: how good and how fast, in tables. They measure and assert nothing; the tests do that."""
