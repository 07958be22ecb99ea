async def race(calls, patience):
    for call in calls:
        try:
            return await call()
        except Exception as newest:
            error = newest
    raise error
