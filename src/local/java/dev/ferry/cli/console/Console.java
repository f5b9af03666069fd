package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.ferry.cli.Stack;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.registry.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The console: a page and its parts, what its views hold as JSON, an event whenever that may have changed, and the one thing
 * that it does, attempting anew what failed. It reads what {@code ferry status} and {@code ferry explain} read.
 */
public final class Console implements HttpHandler {
    private static final String BELOW = "/_ferry/console/";
    private static final String EVENTS = BELOW + "events";
    private static final String VIEWS = BELOW + "views/";
    /** Which a page needs that is opened while there is no stack to read. */
    private static final String ABOUT = VIEWS + "about";
    private static final String RETRY = BELOW + "retry";
    /** A page of another origin cannot send it without asking first, which is never allowed. */
    private static final String OWN_HEADER = "x-ferry-console";
    /** How often is looked where nobody tells of writes. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Supplier<Stack> stack;
    private final ShownCommands commands;
    private final RecentPushes pushes = new RecentPushes();
    private final WriteSignal writes = new WriteSignal();
    private final EventStream events;
    private final Map<String, ConsoleView> views;
    private final Assets assets = new Assets();
    private final HttpHandler answers = new HttpExchanges((request, body) -> SecurityHeaders.on(answer(request)));

    private Console(Supplier<Stack> stack, ShownCommands commands, boolean told) {
        this.stack = stack;
        this.commands = commands;
        this.events = new EventStream(writes, told ? Optional.empty() : Optional.of(LOOK));
        Clock clock = Clock.systemUTC();
        this.views = Map.of(
                "overview", new OverviewView(pushes, clock),
                "pushes", new PushesView(pushes),
                "images", new ImagesView(),
                "image", new ImageView(),
                "rules", new RulesView(),
                "backfills", new BackfillsView(clock),
                "failures", new FailuresView(clock));
    }

    /** Of a local cloud in this process, which tells it of each write. */
    public static Console told(Supplier<Stack> stack, ShownCommands commands) {
        return new Console(stack, commands, true);
    }

    /** Of a stack on AWS, or of a local cloud in another process. */
    public static Console asking(Supplier<Stack> stack, ShownCommands commands) {
        return new Console(stack, commands, false);
    }

    /** @param request what DynamoDB was asked, in JSON */
    public void written(String region, String request) {
        WrittenPushes.in(region, request).forEach(pushes::note);
        writes.happened();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getRawPath().equals(EVENTS) && exchange.getRequestMethod().equals("GET")) {
            events.send(exchange);
        } else {
            answers.handle(exchange);
        }
    }

    private GatewayResponse answer(GatewayRequest request) {
        String path = request.rawPath();
        boolean changes = path.equals(RETRY);
        if (!(changes ? request.method().equals("POST") : request.method().matches("GET|HEAD"))) {
            return GatewayResponse.message(405, "The console does not take " + request.method() + " here")
                    .withHeader("Allow", changes ? "POST" : "GET, HEAD");
        }
        if (changes) {
            return request.header(OWN_HEADER).isPresent()
                    ? asked(request, new RetryAction(Clock.systemUTC()))
                    : GatewayResponse.message(403, "Only the console's own page may ask for this");
        }
        if (path.equals(ABOUT)) {
            return json(200, commands.json());
        }
        if (path.startsWith(VIEWS)) {
            return Optional.ofNullable(views.get(path.substring(VIEWS.length())))
                    .map(view -> asked(request, view))
                    .orElseGet(() -> GatewayResponse.message(404, "There is no such view"));
        }
        return assets.at(path.equals("/") ? "index.html" : path.substring(BELOW.length()));
    }

    private GatewayResponse asked(GatewayRequest request, ConsoleView view) {
        try {
            return json(200, view.read(stack.get(), ViewParameters.of(request.rawQuery())));
        } catch (IllegalArgumentException | InvalidValueException malformed) {
            return GatewayResponse.message(400, String.valueOf(malformed.getMessage()));
        } catch (UncheckedIOException ended) { // of a local cloud, and perhaps it will be started again
            return GatewayResponse.message(503, ended.getCause().getMessage());
        }
    }

    private static GatewayResponse json(int status, ObjectNode body) {
        return GatewayResponse.json(status, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
