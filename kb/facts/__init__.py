"""The fact sheet of a unit and its plan: the model, TOML and workbooks in and out."""
