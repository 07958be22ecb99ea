"""The checks of lesson 15: who notices a change, what a tree holds, what a proof proves, what a header hides."""

from hashlib import sha256
from itertools import pairwise

from maif.file.format import BLOCK_AT, TYPE_CODES, BlockHeader, BlockType
from maif_course.checks import graded, signs

NO_HASH = bytes(32)
QUESTIONS = ("content", "chain", "root", "signature", "key")


def digest(data):
    return sha256(data).digest()


def root_over(leaves, lone=lambda node: digest(node + node)):
    """The root found slowly, level by level; `lone` says what becomes of a level's last node when it is alone."""
    if not leaves:
        return NO_HASH
    while len(leaves) > 1:
        paired = [digest(left + right) for left, right in zip(leaves[::2], leaves[1::2], strict=False)]
        leaves = paired + ([lone(leaves[-1])] if len(leaves) % 2 else [])
    return leaves[0]


# 15.1: the file of the task, made and changed


class File:
    """Four blocks, each a list of content, own hash and hash of the one before; a header; who signed what."""

    def __init__(self, contents):
        hashes = [digest(content) for content in contents]
        self.blocks = [list(block) for block in zip(contents, hashes, [NO_HASH, *hashes], strict=False)]
        self.sign("the writer")

    def sum_up(self):
        return root_over([own for _, own, _ in self.blocks])

    def sign(self, key):
        self.root = self.sum_up()
        self.key, self.signature = key, (key, self.root)

    def answered_no(self):
        follows = [self.blocks[0][2] == NO_HASH, *(one[1] == other[2] for one, other in pairwise(self.blocks))]
        answers = (
            all(digest(content) == own for content, own, _ in self.blocks),
            all(follows),
            self.root == self.sum_up(),
            self.signature == (self.key, self.root),
            self.key == "the writer",
        )
        return [question for question, yes in zip(QUESTIONS, answers, strict=True) if not yes]


def changed():
    """Yield each case of the task with the questions that its file answers with no."""
    file = File([b"A", b"B", b"C", b"D"])
    file.blocks[1][0] = b"b"
    yield "bit", file.answered_no()
    file.blocks[1][1] = digest(b"b")
    yield "hash", file.answered_no()
    file.blocks[2][2] = digest(b"b")
    yield "link", file.answered_no()
    file = File([b"A", b"B", b"C", b"D"])
    file.blocks[1:3] = file.blocks[2:0:-1]
    yield "swap", file.answered_no()
    file = File([b"A", b"B", b"C", b"D"])
    del file.blocks[3]
    yield "cut", file.answered_no()
    file.root = file.sum_up()
    yield "cut, root", file.answered_no()
    file.sign("somebody")
    yield "cut, signed", file.answered_no()
    yield "older", File([b"A", b"B", b"C"]).answered_no()


CHANGED = dict(changed())
HASHES, SIGNED = ("bit", "hash", "link", "swap", "cut"), ("cut, root", "cut, signed", "older")


def shown(trial, trace, cases):
    """The rows of these cases: what the learner lists, and what is so."""
    table = dict(trace())

    def listed(case):
        answer = table.get(case, "missing")
        return ", ".join(map(str, answer)) or "nobody" if isinstance(answer, list | tuple) else str(answer)

    want = [(case, ", ".join(CHANGED[case]) or "nobody") for case in cases]
    trial.compare(
        "trace", ("case", "who notices"), got=[(case, listed(case)) for case in cases], want=want, reveal=False
    )


STOPS = (
    "A case is missing: the trace has a list for each of the eight, an empty one where nobody notices.",
    lambda got, want: any(row.who_notices == "missing" for row in got),
)


@graded(
    "15.1.hashes",
    piece="trace",
    points=1,
    title="What hashes notice",
    hints=(
        "Each question compares two things. Which of the two was changed, and does anybody else look at either?",
        "Once B's hash is another one, ask who has copied the old one. Two have: C, and the root, which was computed "
        "from it.",
        "hash: chain and root. link: the root alone. swap: chain and root. cut: the root alone.",
    ),
    causes={
        "stops": STOPS,
        "hash-hidden": (
            "In `link` you say that nobody notices. Every block fits its neighbour, and the root still knows B's old "
            "hash.",
            signs.says("link", "nobody"),
        ),
        "chain-sees-all": (
            "In `link` you let the chain notice. C names the hash that B has now, so each block does follow the one "
            "before.",
            signs.says("link", "chain, root"),
        ),
        "end-seen": (
            "In `cut` you let the chain notice. It goes from each block to the one before: D named C, and nobody "
            "names D.",
            signs.says("cut", "chain, root"),
        ),
        "swap-seen-by-chain-alone": (
            "In `swap` the root is missing. The same hashes in another order make another root.",
            signs.says("swap", "chain"),
        ),
        "hash-root": (
            "In `hash` the root is missing: it was computed from the hash that B had.",
            signs.says("hash", "chain"),
        ),
    },
)
def hashes(trace, trial):
    shown(trial, trace, HASHES)


@graded(
    "15.1.signed",
    piece="trace",
    points=2,
    title="What only a signature notices, and what nobody does",
    hints=(
        "What can somebody change who has no key, and what if they have one of their own?",
        "A signature says which key signed which root. Whose key that is, you must know from elsewhere.",
        "cut, root: the signature. cut, signed: the key. older: nobody.",
    ),
    causes={
        "stops": STOPS,
        "anyone-signs": (
            "In `cut, signed` you let the signature notice. It does hold, by the key that the header names: only that "
            "it "
            "is the wrong key can be noticed.",
            lambda got, want: "signature" in signs.row_of(got, "cut, signed").who_notices,
        ),
        "older-noticed": (
            "In `older` you let somebody notice. The writer signed that file, and every answer about it is yes.",
            lambda got, want: signs.row_of(got, "older").who_notices != "nobody",
        ),
        "root-again": (
            "In `cut, root` you let the root notice. It was made to fit the three hashes that are left.",
            lambda got, want: "root" in signs.row_of(got, "cut, root").who_notices,
        ),
    },
)
def signed(trace, trial):
    shown(trial, trace, SIGNED)


# 15.2 and 15.3: a tree whose leaves are letters, and whose nodes have the names of the leaves below them

LETTERS = [bytes([letter]) for letter in b"ABCDEFGHIJKLM"]


def levels(leaves):
    """The levels of a tree as lists of nodes, the leaves first."""
    found = [leaves]
    while len(found[-1]) > 1:
        below = [*found[-1], found[-1][-1]]
        found.append([digest(below[at] + below[at + 1]) for at in range(0, len(below) - 1, 2)])
    return found


def names():
    """What each node of a tree over the first letters is called: AB is the parent of A and B."""
    found = {NO_HASH: "32 zero bytes", b"": "-"}
    for leaves in (LETTERS[start:end] for start in (0, 5) for end in range(start + 1, len(LETTERS) + 1)):
        called = [letter.decode() for letter in leaves]
        for nodes in levels(leaves):
            found |= dict(zip(nodes, called, strict=True))
            called = [
                called[at] + (called[at + 1] if at + 1 < len(called) else called[at]) for at in range(0, len(called), 2)
            ]
    return found


NAMES = names()


def called(node):
    """The name of a node, or the first digits of a hash that has none."""
    if not isinstance(node, bytes | bytearray):
        return repr(node)
    return NAMES.get(bytes(node), f"{node[:4].hex()}...")


def waiting(leaves, pair=lambda left, right: digest(left + right)):
    """The nodes that wait after these leaves: for each 1 in their number a whole tree over as many of them."""
    found = []
    for level in range(len(leaves).bit_length()):
        begin = len(leaves) >> level + 1 << level + 1  # what lies before is paired on this level
        nodes = leaves[begin : begin + (1 << level)] if len(leaves) >> level & 1 else [b""]
        while len(nodes) > 1:
            nodes = [pair(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]
        found += nodes
    return found


def some_leaves(rng):
    return [rng.randbytes(32) for _ in range(rng.randint(0, 40))]


def as_told(pending):
    return [called(node) for node in pending]


def in_full(carry, leaves):
    """The rows of a list to which the leaves are carried one by one."""
    pending, rows = [], []
    for leaf in leaves:
        carry(pending, leaf)
        rows.append((called(leaf), as_told(pending)))
    return rows


def sides_swapped(leaves):
    return [as_told(waiting(leaves[:count], lambda left, right: digest(right + left))) for count in range(1, 5)]


@graded(
    "15.2.held",
    piece="carry",
    points=2,
    title="One node waits on a level, or none",
    hints=(
        "Adding a leaf is like adding 1 to a binary number. What is a 1 here, and what is the carry?",
        "B comes, and A waits. Which place is free afterwards, and where does their parent go?",
        "For each level: where nobody waits, put the node there and return; else empty the place, and go on with "
        "`sha256(waiting + node).digest()`. After the loop: `pending.append(node)`.",
    ),
    causes={
        "unchanged": (
            "`pending` is as empty as before. Change the list that you are given; what you return is not looked at.",
            lambda got, want: not any(row.waits for row in got),
        ),
        "all-kept": (
            "Every leaf is still in the list. Two that are complete become one node of the level above.",
            lambda got, want: [signs.row_of(got, leaf).waits[:2] for leaf in "BC"] == [["A", "B"]] * 2,
        ),
        "lost": (
            "B took the place of A. Where a node waits already, the two become one.",
            signs.says("B", ["B"]),
        ),
        "place-kept": (
            'After B, A still waits on the leaves\' level. Its parent AB stands for it: the place is empty, `b""`.',
            lambda got, want: signs.row_of(got, "B").waits[:1] == ["A"],
        ),
        "sides": (
            "Left and right have changed places: the node that waits came first.",
            lambda got, want: [row.waits for row in got[:4]] == sides_swapped(LETTERS),
        ),
        "one-level": (
            "After D, something still waits on level 1. AB waits there, and CD joins it: the carry goes on as far as "
            "nodes wait.",
            lambda got, want: got[:3] == want[:3] and signs.row_of(got, "D").waits[1:2] != ["-"],
        ),
        "none-there": (
            'An empty place holds `b""`, and yours holds None.',
            lambda got, want: any("None" in row.waits for row in got),
        ),
        "zero": (
            'A node of nothing but zero bytes was taken for none. Nobody waits where `b""` stands, and there alone.',
            lambda got, want: got[0].after == called(NO_HASH),
        ),
        "shared": (
            "Two lists, filled in turn, hold other nodes than one alone. All that a tree knows is in its list.",
            lambda got, want: got[0].list in ("one", "other"),
        ),
    },
)
def held(carry, trial):
    for leaves in trial.cases(LETTERS[:7], [NO_HASH, *LETTERS[7:10]], draw=some_leaves):
        want = [(called(leaf), as_told(waiting(leaves[:count]))) for count, leaf in enumerate(leaves, start=1)]
        trial.compare("carry(pending, leaf)", ("after", "waits"), got=in_full(carry, leaves), want=want)
        if leaves == LETTERS[:7]:
            in_turn(carry, trial)


def in_turn(carry, trial):
    one, other = [], []
    for left, right in zip(LETTERS[:5], LETTERS[5:10], strict=True):
        carry(one, left)
        carry(other, right)
    want = [("one", as_told(waiting(LETTERS[:5]))), ("other", as_told(waiting(LETTERS[5:10])))]
    got = [("one", as_told(one)), ("other", as_told(other))]
    trial.compare("two lists, in turn", ("list", "waits"), got=got, want=want)


COUNTS = (0, 1, 2, 3, 4, 5, 6, 7, 11)


def roots_if(change):
    """A sign: the roots are those that a fold makes with one thing done otherwise."""
    return lambda got, want: [row.root for row in got] == [called(change(waiting(LETTERS[:count]))) for count in COUNTS]


def fold(pending, lone=lambda node: digest(node + node), pair=lambda left, right: digest(left + right)):
    """A fold in which one thing can be done otherwise."""
    if not pending:
        return NO_HASH
    node = b""
    for waits in pending[:-1]:
        node = pair(waits, node) if waits and node else lone(waits or node) if waits or node else b""
    return pair(pending[-1], node) if node else pending[-1]


def never_paired(pending):
    return fold(pending, lone=lambda node: node)


def with_sides_swapped(pending):
    return fold(pending, pair=lambda left, right: digest(right + left))


def last_paired_once(pending):
    """A lone node is paired with itself where it waits, and not again where it comes up alone."""
    node = b""
    for waits in pending[:-1]:
        node = digest(waits + (node or waits)) if waits else node
    return digest(pending[-1] + node) if node else fold(pending[-1:])


def lone_at_the_top(pending):
    node = fold(pending)
    return digest(node + node) if pending and not any(pending[:-1]) else node


@graded(
    "15.2.root",
    piece="folded",
    points=2,
    title="The root over the leaves so far",
    hints=(
        "You go up the levels. With what do you arrive at each one, and what waits there?",
        "On every level but the top one there is a left and a right: the node that waits, the node that came up, or "
        "the "
        "only one of them twice. What is different on the top level?",
        "`*below, top = pending`; for each one that waits below: `left = waiting or node`, `right = node or left`. At "
        "the end "
        "`sha256(top + node)`, or `top` itself where nothing came up.",
    ),
    causes={
        "no-leaf": ("With no leaf the root is 32 zero bytes.", signs.wrong_only_at(0)),
        "one-leaf": ("A single leaf is its own root.", signs.wrong_only_at(1)),
        "changed": (
            "`pending` is no longer what it was. More leaves may follow: ask without changing.",
            lambda got, want: any(row.pending == "changed" for row in got),
        ),
        "lone-goes-up": (
            "A lone node goes up as it is. It is paired with itself on its way to the top: the root over A, B and C "
            "is that over A, B, C, C.",
            roots_if(never_paired),
        ),
        "paired-once": (
            "A node that comes up alone is paired with itself on each level below the top, not only on the first: 5 "
            "leaves "
            "need it twice.",
            roots_if(last_paired_once),
        ),
        "sides": (
            "Left and right have changed places: the node that waits came first, the one that came up second.",
            roots_if(with_sides_swapped),
        ),
        "root-paired": (
            "A root that is there already was paired with itself: with 1, 2 or 4 leaves the top node is the root.",
            roots_if(lone_at_the_top),
        ),
    },
)
def root(folded, trial):
    def rows(trees):
        for leaves in trees:
            pending = waiting(leaves)
            before = list(pending)
            found = folded(pending)
            yield len(leaves), called(found), "as before" if pending == before else "changed"

    def want(trees):
        return [(len(leaves), called(root_over(leaves)), "as before") for leaves in trees]

    columns = ("leaves", "root", "pending")
    for trees in trial.cases([LETTERS[:count] for count in COUNTS], draw=lambda rng: [some_leaves(rng)]):
        trial.compare("folded(pending)", columns, got=list(rows(trees)), want=want(trees))


def beside(leaves, index):
    """The nodes beside the way up, from the levels of the tree."""
    found = []
    for nodes in levels(leaves)[:-1]:
        other = index + 1 if index % 2 == 0 else index - 1
        found.append(nodes[other] if other < len(nodes) else nodes[index])
        index //= 2
    return found


def some_tree(rng):
    leaves = [rng.randbytes(32) for _ in range(rng.randint(1, 40))]
    return leaves, [rng.randrange(len(leaves))]


SOME_LEAVES = (LETTERS[:6], LETTERS[:1], LETTERS[:5], LETTERS[:9], [*LETTERS[:3], *LETTERS[:2]])


def of_all(leaves):
    return leaves, range(len(leaves))


@graded(
    "15.3.beside",
    piece="siblings",
    points=2,
    title="The nodes beside the way up",
    hints=(
        "Who holds A and the hash of B knows AB. What do they need next?",
        "You need each level of the tree once. What becomes of `index` from one level to the next, and which "
        "neighbour does it have?",
        "While more than one node is left: repeat the last one where their number is odd, take `leaves[index ^ 1]`, "
        "pair them all, `index //= 2`.",
    ),
    causes={
        "nothing": (
            "No node came for any leaf. A leaf that is alone needs none; every other one does.",
            lambda got, want: len(got) > 1 and all(not row.beside for row in got),
        ),
        "root-too": (
            "The root is among the nodes. It is what the way leads to; nothing is beside it.",
            lambda got, want: all(row.beside[:-1] == due.beside for row, due in zip(got, want, strict=True)),
        ),
        "own-way": (
            "These are the nodes on the way itself. Whoever has the leaf computes those; they need the ones beside.",
            lambda got, want: got[0].beside[:1] == ["A"],
        ),
        "top-first": (
            "The right nodes, the highest first. Who climbs begins at the leaf.",
            signs.reordered_in("beside"),
        ),
        "lone-left-out": (
            "A node that has nobody beside it is left out. It has itself beside it: the other side must pair it, too.",
            lambda got, want: (
                all(len(row.beside) <= len(due.beside) for row, due in zip(got, want, strict=True))
                and any(len(row.beside) < len(due.beside) for row, due in zip(got, want, strict=True))
            ),
        ),
        "always-right": (
            "For B you take the node after it. Its neighbour is A: with an odd `index` it stands before.",
            lambda got, want: signs.row_of(got, "B").beside[:1] not in (["A"], []),
        ),
        "changed": (
            "The list of leaves is no longer what it was.",
            signs.wrong_only_in("leaves"),
        ),
        "alike": (
            "Two leaves are alike, and one was taken for the other. Where a leaf stands, `index` alone says.",
            lambda got, want: len({row.leaf for row in got}) < len(got),
        ),
    },
)
def nodes_beside(siblings, trial):
    for leaves, indices in trial.cases(*map(of_all, SOME_LEAVES), draw=some_tree):
        got = []
        for index in indices:
            given = list(leaves)
            found = [called(node) for node in siblings(given, index)]
            got.append((called(leaves[index]), found, "as before" if given == leaves else "changed"))
        want = [
            (called(leaves[index]), [called(node) for node in beside(leaves, index)], "as before") for index in indices
        ]
        trial.compare(f"siblings({len(leaves)} leaves, index)", ("leaf", "beside", "leaves"), got=got, want=want)


def climbed_if(order):
    """A sign: the roots are those of somebody who puts the two nodes into another order."""

    def way_up(index):
        node = LETTERS[index]
        for level, other in enumerate(beside(LETTERS[:6], index)):
            node = digest(order(index, level, node, other))
        return called(node)

    return lambda got, want: [row.root for row in got] == [way_up(index) for index in range(6)]


@graded(
    "15.3.climb",
    piece="climb",
    points=2,
    title="The way up leads to the root",
    hints=(
        "You know a node and the one beside it. What else must you know to compute their parent?",
        "`index` counts the leaves. Which number does the parent have on its own level?",
        "For each `other`: `other + node` where `index` is odd, else `node + other`; hash that; `index //= 2`.",
    ),
    causes={
        "leaf": (
            "You give back the leaf. It is the root only where nothing is beside the way.",
            lambda got, want: len(got) > 1 and all(row.root == row.leaf for row in got),
        ),
        "never-first": (
            "The other node always comes second. At an odd index it stands before yours.",
            climbed_if(lambda index, level, node, other: node + other),
        ),
        "always-first": (
            "The other node always comes first. At an even index it stands after yours.",
            climbed_if(lambda index, level, node, other: other + node),
        ),
        "sides": (
            "Left and right have changed places: at an even index yours is the left one.",
            climbed_if(lambda index, level, node, other: node + other if index >> level & 1 else other + node),
        ),
        "beside-changed": ("The list of nodes is no longer what it was.", lambda got, want: got[0].beside == "changed"),
        "not-exact": (
            "This index is larger than a float can tell from its neighbour. Halve it by `//`, which is exact.",
            lambda got, want: got[0].beside == "as before",
        ),
        "index-kept": (
            "The leaf's own index decides on every level. One level up it is half as large: node 3 has the parent 1, "
            "and that 0.",
            climbed_if(lambda index, level, node, other: other + node if index & 1 else node + other),
        ),
    },
)
def way_up(climb, trial):
    for leaves, indices in trial.cases(of_all(LETTERS[:6]), of_all(LETTERS[:1]), of_all(LETTERS[:7]), draw=some_tree):
        got = [(called(leaves[at]), called(climb(leaves[at], at, beside(leaves, at)))) for at in indices]
        want = [(called(leaves[index]), called(root_over(leaves))) for index in indices]
        trial.compare(f"climb(leaf, index, beside), {len(leaves)} leaves", ("leaf", "root"), got=got, want=want)
    nodes, top = [digest(b"%d" % level) for level in range(60)], LETTERS[0]
    for other in nodes:
        top = digest(other + top)
    given = list(nodes)
    got = [(called(climb(LETTERS[0], 2**60 - 1, given)), "as before" if given == nodes else "changed")]
    call = "climb(leaf, 2**60 - 1, 60 nodes)"
    trial.compare(call, ("root", "beside"), got=got, want=[(called(top), "as before")])


# 15.4

OLD = 1_700_000_000_000_000


def block(number, content, **fields):
    header = BlockHeader(
        size=372 + len(content) + 2,
        type_code=TYPE_CODES[BlockType.TEXT],
        flags=0,
        version=1,
        timestamp=OLD,
        block_id=bytes([number]) * 16,
        previous_hash=bytes([number]) * 32,
        content_hash=digest(content),
        signature=b"\5" * 256,
        metadata_size=2,
    )
    return header._replace(**fields).pack() + content + b"{}"


def file_of(contents):
    return b"\1" * 444 + b"".join(block(number, content) for number, content in enumerate(contents))


def some_blocks(rng):
    contents = [rng.randbytes(rng.randint(0, 60)) for _ in range(rng.randint(1, 6))]
    return contents, list(range(len(contents))), rng.randint(0, 2**64 - 1)


def told(before, after, number):
    """What a forged file says: the times of its blocks, and whether all other bytes are as before."""
    times, rest, at = [], before[:444] == after[:444] and len(before) == len(after), 444
    while at < len(before):
        end = at + int.from_bytes(before[at : at + 4], "big")
        times.append(int.from_bytes(after[at + 16 : at + 24], "big"))
        rest = rest and before[at : at + 16] + before[at + 24 : end] == after[at : at + 16] + after[at + 24 : end]
        at = end
    moved = [f"{position}: {time}" for position, time in enumerate(times) if time != OLD]
    return ", ".join(moved) or "none", "as before" if rest else "changed"


@graded(
    "15.4.date",
    piece="backdated",
    points=2,
    title="One block has another date, and every other byte is as before",
    hints=(
        "Bytes cannot be changed. What can, and how do you make bytes of it again?",
        "`walk` gives positions in the buffer that it was given. Where does that buffer begin in the file?",
        "Walk over `data[444:]`; pack the time into a bytearray at `444 + position + BLOCK_AT['timestamp']`.",
    ),
    causes={
        "given-changed": (
            "`data` itself was changed. Change a copy.",
            lambda got, want: any(row.given == "changed" for row in got),
        ),
        "not-bytes": (
            "What comes back is no bytes object.",
            lambda got, want: any(row.result != "bytes" for row in got),
        ),
        "unchanged": (
            "No block has another date.",
            lambda got, want: all(row.new_dates == "none" and row.other_bytes == "as before" for row in got),
        ),
        "header-forgotten": (
            "The time stands 444 bytes too early. `walk` counts from the first block, and the file header comes "
            "before that.",
            lambda got, want: got[0].new_dates == "none" and got[0].other_bytes == "changed",
        ),
        "other-block": (
            "Another block than the one asked for has a new date. Blocks are counted from 0.",
            lambda got, want: any(
                ": " in row.new_dates and "," not in row.new_dates and not row.new_dates.startswith(f"{row.block}: ")
                for row in got
            ),
        ),
        "byte-order": (
            "The bytes of the time are in the wrong order: the highest comes first.",
            lambda got, want: got[0].new_dates == f"0: {int.from_bytes((5).to_bytes(8, 'big'), 'little')}",
        ),
        "all-blocks": (
            "More than one block has a new date.",
            lambda got, want: any("," in row.new_dates for row in got),
        ),
        "elsewhere": (
            "Bytes were changed that are no date. Blocks differ in size: `walk` knows where each begins.",
            lambda got, want: any(row.other_bytes == "changed" for row in got),
        ),
        "another-time": (
            "The right block has another time than the one that was asked for.",
            signs.wrong_only_in("new dates"),
        ),
    },
)
def date(backdated, trial):
    telling = ([b"first", b"the second", b""], [0, 1, 2], 5)
    more = ([b"one", b"two"], [1], 0), ([b"one"], [0], 2**63 + 5)
    for contents, numbers, time in trial.cases(telling, *more, draw=some_blocks):
        data, got = file_of(contents), []
        for number in numbers:
            for given in (bytes(data), bytearray(data)):
                forged = backdated(given, number, time)
                kind = "bytes" if isinstance(forged, bytes) else type(forged).__name__
                after = bytes(forged) if isinstance(forged, bytes | bytearray | memoryview) else b""
                got.append((number, *told(data, after, number), kind, "as before" if given == data else "changed"))
        want = [(number, f"{number}: {time}", "as before", "bytes", "as before") for number in numbers for _ in "12"]
        columns = ("block", "new dates", "other bytes", "result", "given")
        trial.compare(f"backdated(data, block, {time})", columns, got=got, want=want)


# 15.5

FIELDS = (
    "size",
    "type_code",
    "flags",
    "version",
    "timestamp",
    "block_id",
    "previous_hash",
    "content_hash",
    "metadata_size",
    "reserved",
)
TEXTS = [b"first", b"the second", b"", b"fourth"]


def summed(chain_class, frames):
    chain = chain_class()
    for frame in frames:
        chain.add_frame(memoryview(frame))
    return chain.headers_sha256()


def with_changed(field):
    """Frames of which the second has another value in one field of its header."""
    frames = [block(number, text) for number, text in enumerate(TEXTS)]
    at = BLOCK_AT[field]
    changed = bytearray(frames[1])
    changed[at] ^= 64
    return [frames[0], bytes(changed), *frames[2:]]


@graded(
    "15.5.headers",
    piece="Chain",
    points=2,
    title="Every field of every header counts, in its place",
    hints=(
        "Which of the two arguments of `add` holds a block's date?",
        "`headers_sha256` says a hash over headers. What is it fed with?",
        "`self._headers.update(headers)`.",
    ),
    causes={
        "content-alone": (
            "A block's date can be changed, and `headers_sha256()` stays the same. It is fed with something else than "
            "headers.",
            lambda got, want: (
                [signs.row_of(got, name).the_hash for name in ("timestamp", "content_hash")] == ["stays", "changes"]
            ),
        ),
        "last-alone": (
            "The first headers can be changed: only the last one counts.",
            lambda got, want: all(signs.row_of(got, field).the_hash == "stays" for field in FIELDS),
        ),
        "each-alone": (
            "Two headers can change places, and the hash stays. One hash goes over all of them, laid end to end.",
            signs.says("two change places", "stays"),
        ),
        "other-hash": (
            "The hash changes where it should, and is another one than SHA-256 over all headers laid end to end.",
            signs.wrong_only_at("none"),
        ),
    },
)
def headers(Chain, trial):  # noqa: N803 — the piece is a class
    frames = [block(number, text) for number, text in enumerate(TEXTS)]
    plain = summed(Chain, frames)
    bare = b"".join(frame[:104] + frame[360:372] for frame in frames)
    others = {field: with_changed(field) for field in FIELDS}
    others["two change places"] = [frames[0], frames[2], frames[1], frames[3]]
    others["a signature"] = with_changed("signature")
    got = [(name, "stays" if summed(Chain, changed) == plain else "changes") for name, changed in others.items()]
    got.append(("none", "that of the headers" if plain == sha256(bare).hexdigest() else str(plain)[:16]))
    want = [(name, "stays" if name == "a signature" else "changes") for name in others] + [
        ("none", "that of the headers")
    ]
    trial.compare("headers_sha256(), with another", ("changed", "the hash"), got=got, want=want)


def some_groups(rng):
    return [rng.randint(0, 3) for _ in range(rng.randint(0, 6))]


@graded(
    "15.5.batches",
    piece="Chain",
    points=2,
    title="Blocks add up to the same, however many come at a time",
    hints=(
        "`add` may get three hashes at once, 96 bytes. How many blocks are that?",
        "What is `last_hash` after 96 bytes of hashes, and what after none?",
        "`for at in range(0, len(content_hashes), 32)`: count one, keep `content_hashes[at : at + 32]`, and carry it.",
    ),
    causes={
        "calls-counted": (
            "You count calls. Each 32 bytes are a block's hash.",
            lambda got, want: signs.row_of(got, "2, 3, 0").count == "3",
        ),
        "none-counted": ("An `add` of no block was counted.", signs.says("2, 3, 0", "6", "count")),
        "zero": (
            "A content hash of 32 zero bytes was left out of the tree. It is one like any other.",
            lambda got, want: signs.row_of(got, "1, 1, 1").root == called(root_over([digest(b"0"), digest(b"1")])),
        ),
        "all-last": (
            "`last_hash` holds more than the last hash: it is the last 32 bytes.",
            lambda got, want: any("of hashes" in row.last_hash for row in got),
        ),
        "forgotten": (
            "After an `add` of no block `last_hash` is gone. The last block is still the last one.",
            lambda got, want: signs.row_of(got, "2, 3, 0").last_hash in ("nothing", "32 zero bytes"),
        ),
        "first-of-many": (
            "`last_hash` is not that of the last block of those that came together.",
            lambda got, want: (
                signs.row_of(got, "2, 3").last_hash != "block 4" and signs.row_of(got, "2, 3").count == "5"
            ),
        ),
        "headers-differ": (
            "`headers_sha256()` depends on how many came at a time. It goes over all headers laid end to end.",
            signs.wrong_only_in("headers"),
        ),
        "tree-shared": (
            "A chain to which no block was added has a root that is not zero: other chains add to its tree.",
            lambda got, want: signs.row_of(got, "0").root != "32 zero bytes",
        ),
        "one-added": (
            "The root is right while blocks come one by one. Of several that come together, not all are in the tree.",
            lambda got, want: (
                signs.row_of(got, "1, 1, 1") == signs.row_of(want, "1, 1, 1")
                and signs.row_of(got, "2, 3").root != signs.row_of(want, "2, 3").root
            ),
        ),
    },
)
def batches(Chain, trial):  # noqa: N803 — the piece is a class
    def blocks(count):
        return [(NO_HASH if n + 1 == count == 3 else digest(b"%d" % n), b"header %d;" % n) for n in range(count)]

    def last(node, made):
        if not isinstance(node, bytes | bytearray):
            return f"a {type(node).__name__}"
        if len(node) != 32:
            return f"{len(node)} bytes of hashes" if node else "nothing"
        known = [*(own for own, _ in made), NO_HASH]
        names = [*(f"block {number}" for number in range(len(made))), "32 zero bytes"]
        return names[known.index(node)] if node in known else "another one"

    def summary(label, chain, made):
        return (
            label,
            str(chain.count),
            last(chain.last_hash, made),
            called(chain.root()),
            str(chain.headers_sha256())[:8],
        )

    def expected(label, made):
        own = [content for content, _ in made]
        return (
            label,
            str(len(made)),
            f"block {len(made) - 1}" if made else "32 zero bytes",
            called(root_over(own)),
            sha256(b"".join(header for _, header in made)).hexdigest()[:8],
        )

    def filled(groups):
        chain, made, at = Chain(), blocks(sum(groups)), 0
        for size in groups:
            group = made[at : at + size]
            chain.add(b"".join(own for own, _ in group), b"".join(header for _, header in group))
            at += size
        return chain, made

    telling = [[], [1], [1, 1, 1], [2, 3], [2, 3, 0], [0], [40]]
    for trees in trial.cases(telling, draw=lambda rng: [some_groups(rng)]):
        got, want = [], []
        for groups in trees:
            label = ", ".join(map(str, groups)) or "none"
            got.append(summary(label, *filled(groups)))
            want.append(expected(label, blocks(sum(groups))))
        trial.compare(
            "chain.add(hashes, headers)", ("at a time", "count", "last hash", "root", "headers"), got=got, want=want
        )


# 15.6: twins, and whose root is whose


def leaves_of(count):
    return [digest(b"%d" % number) for number in range(count)]


def twins(twin, trial, counts):
    """Yield how many leaves are given, how many come back, whether these will do, and what the list given is now."""
    for trial.case in counts:
        leaves, before = leaves_of(trial.case), leaves_of(trial.case)
        found = twin(leaves)
        kept = "as before" if leaves == before else "changed"
        if found is None:
            yield trial.case, "None", "no list", kept
        elif not isinstance(found, list):
            yield trial.case, f"a {type(found).__name__}", "no list", kept
        else:
            same = root_over(found) == root_over(before) if found[: trial.case] == before else None
            yield trial.case, len(found), {True: "one root", False: "two roots", None: "begins otherwise"}[same], kept


def lowest(count):
    """How many leaves stand below the lowest node that is alone, found slowly: level by level."""
    width = 1
    while count % 2 == 0:
        count, width = count // 2, width * 2
    return width if count > 1 else None


def due_twins(counts):
    for count in counts:
        more = lowest(count) if count else None
        yield count, count + more if more else "None", "one root" if more else "no list", "as before"


@graded(
    "15.6.twins",
    piece="twin",
    points=0,
    title="Each list that has a twin of the same root gets it",
    hints=(),
    causes={
        "changed": (
            "The list that was given is another one afterwards. Make a new one.",
            lambda got, want: any(row.given != "as before" for row in got),
        ),
        "none-at-all": (
            "Three leaves have a twin: the third is paired with itself, and nobody sees whether it was there twice.",
            lambda got, want: got[0][:2] == (3, "None"),
        ),
        "odd-alone": (
            "Six leaves have a twin. On the leaves' level nobody is alone. On the next one?",
            lambda got, want: signs.row_of(got, 6).twin == "None",
        ),
        "no-list": (
            "What comes back is no list.",
            lambda got, want: any(str(row.twin).startswith("a ") for row in got),
        ),
        "where-none": (
            "A list came where there is no twin: where nobody is alone on any level, nothing is paired with itself.",
            lambda got, want: any(due.twin == "None" != row.twin for row, due in zip(got, want, strict=True)),
        ),
        "last-leaf": (
            "With six leaves, yours has seven, and another root: the seventh is paired with itself, and so makes a "
            "fourth node that is not the third again.",
            lambda got, want: signs.row_of(got, 6)[1:3] == (7, "two roots"),
        ),
        "too-long": (
            "Your list has the right root, and a shorter one has it, too.",
            lambda got, want: any(
                row.root == "one root" and row.twin > due.twin for row, due in zip(got, want, strict=True)
            ),
        ),
    },
)
def twins_of_many(twin, trial):
    columns = ("leaves", "twin", "root", "given")
    for counts in trial.cases([3, 6, 4, 5, 7], [12, 14, 20, 8, 1, 0, 2, 96], draw=lambda rng: [rng.randint(0, 99)]):
        call = "[twin(leaves) for leaves of these numbers]"
        trial.compare(call, columns, got=twins(twin, trial, counts), want=due_twins(counts))
