"""Situations of finding one's place in a stream: at junctions and across the ways of others."""
