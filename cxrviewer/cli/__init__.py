"""The command line: each module parses one command, calls a room and prints; no logic of its own."""
