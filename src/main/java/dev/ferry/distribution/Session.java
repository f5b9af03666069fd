package dev.ferry.distribution;

import dev.ferry.identity.Caller;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.registry.Registry;

/** Who makes a request, from where, of which registry. */
record Session(Caller caller, RequestOrigin origin, Registry registry) {}
