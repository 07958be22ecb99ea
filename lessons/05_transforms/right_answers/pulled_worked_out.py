"""Works the counts out: up to the square, which is that of the count less one."""

TASK = "05.1"

up_to = {square: number + 1 for number in range(10) if (square := number * number) % 2 == 0}
pulled = {
    "squares()": 0,
    "next(squares())": up_to[0],
    "list(islice(squares(), 3))": up_to[16],
    "list(squares())": 10,
    "list(takewhile(lambda n: n < 20, squares()))": up_to[36],
    "list(zip(range(3), squares()))": up_to[16],
    "list(zip(squares(), range(3)))": up_to[36],
}
