"""Programs that a learner can show: after lessons 04, 09, 13 and 19, the library running on the learner's own pieces.

`maif-course run NN` assembles the library with all pieces that pass, and starts `python -m maif_course.milestones NN`
on it: a process of its own, which does real work on real input, and then names whose code ran. A program imports `maif`
as any other does; it does not know whose pieces are in there.
"""

MILESTONES = {"04": "archive", "09": "feed", "13": "tree", "19": "capstone"}
"""The module of each program, by the lesson after which it can be run."""
