package dev.ferry.distribution;

import dev.ferry.identity.Caller;
import dev.ferry.registry.Registry;

/** Who makes a request, of which registry. */
record Session(Caller caller, Registry registry) {}
