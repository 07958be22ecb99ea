from hashlib import sha256

nodes = []


def carry(pending, node):
    for level, waiting in enumerate(nodes):
        if not waiting:
            nodes[level] = node
            break
        nodes[level] = b""
        node = sha256(waiting + node).digest()
    else:
        nodes.append(node)
    pending[:] = nodes


def folded(pending):
    if not pending:
        return bytes(32)
    *below, top = pending
    node = b""
    for waiting in below:
        if left := waiting or node:
            node = sha256(left + (node or left)).digest()
    return sha256(top + node).digest() if node else top
