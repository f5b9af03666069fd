package dev.ferry.cli.console;

import dev.ferry.local.http.GatewayResponse;
import java.util.Map;

/** What a browser is told of all that the console answers: nothing from elsewhere, nothing inline, no frame around it. */
final class SecurityHeaders {
    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private SecurityHeaders() {}

    static GatewayResponse on(GatewayResponse answer) {
        GatewayResponse secured = answer;
        for (Map.Entry<String, String> header : ALL.entrySet()) {
            secured = secured.withHeader(header.getKey(), header.getValue());
        }
        return secured;
    }
}
