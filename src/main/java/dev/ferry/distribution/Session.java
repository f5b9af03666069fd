package dev.ferry.distribution;

import dev.ferry.identity.Caller;
import dev.ferry.registry.Registry;
import dev.ferry.service.RequestOrigin;

/** Who makes a request, from where, of which registry. */
record Session(Caller caller, RequestOrigin origin, Registry registry) {}
