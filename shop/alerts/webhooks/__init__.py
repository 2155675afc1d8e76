"""Telling other shops' servers: where to, signed how, sent when (Standard Webhooks 1.0)."""
