package dev.ferry.simulation;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.simulation.functions.Ferry;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.util.Optional;
import java.util.function.Consumer;

/** Requests as clients make them. */
final class ClientRequests {
    private static final int ATTEMPTS = 3;

    private final Functions functions;

    ClientRequests(Functions functions) {
        this.functions = functions;
    }

    /** Asks, and asks again when there was no answer that says anything. */
    void make(Registry registry, String what, Consumer<Ferry> body) {
        boolean answered = false;
        for (int attempt = 0; attempt < ATTEMPTS && !answered; attempt++) {
            answered = functions.invoke(FunctionName.API, registry.region(), what, Optional.empty(), ferry -> {
                try {
                    body.accept(ferry);
                } catch (EcrException refused) {
                    if (refused.code() == ErrorCode.THROTTLING) {
                        throw refused; // upon which every client asks again
                    }
                    return refused.code();
                }
                return "done";
            }).isPresent();
        }
    }
}
