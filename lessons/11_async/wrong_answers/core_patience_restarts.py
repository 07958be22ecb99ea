"""Has patience from one notification to the next."""

TASK, FAILS, CAUSE = "11.3", {"11.3.patience"}, "restarts"
INSTEAD_OF = """        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.changed.wait_for(predicate)"""
WRITES = """        with suppress(TimeoutError):
            while not predicate():
                async with asyncio.timeout(patience):
                    await self.changed.wait()"""
