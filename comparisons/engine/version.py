"""The engine's version: part of every result's key, raised whenever a result could come out otherwise."""

VERSION = "4"
