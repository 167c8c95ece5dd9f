"""What training is on offer. Knows no search.

`course` is the record; `sources` read feeds into it; `places` and `competences` say where and what.
"""
