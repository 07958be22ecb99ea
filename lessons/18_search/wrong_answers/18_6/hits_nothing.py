def hits_of(connect, tries=3):
    return iter(())
