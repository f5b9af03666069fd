package dev.ferry.cli;

import dev.ferry.local.http.Gateway;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** What commands have in common that answer requests until they are interrupted. */
final class Foreground {
    private Foreground() {}

    /**
     * Says that it is ready, and returns never: the end comes by a signal.
     *
     * @param close ends all that answers; what it breaks off is not logged
     */
    static void untilInterrupted(URI endpoint, ConsoleLog log, Runnable close) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            log.silence();
            close.run();
        }));
        System.out.println("ready " + endpoint);
        new CountDownLatch(1).await();
    }

    /** @throws IOException saying what to do, if the port is taken */
    static Gateway gateway(int port, HostNames hosts) throws IOException {
        try {
            return new Gateway(port, hosts.all());
        } catch (BindException e) {
            throw taken(port, e);
        }
    }

    static IOException taken(int port, BindException cause) {
        return new IOException("port " + port + " is taken; end what listens there, or choose another with --port", cause);
    }
}
