"""Secret ballots: sealed envelopes that two of three tellers open together."""
