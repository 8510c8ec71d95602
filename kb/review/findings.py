def find_all(body, checklists, register, code, today): return ()
