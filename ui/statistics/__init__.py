"""Statistics of a library as offices report them: ``figures`` works them out, ``tables`` lays them out, ``files`` writes xlsx and png."""
