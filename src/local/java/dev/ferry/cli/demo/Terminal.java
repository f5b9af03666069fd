package dev.ferry.cli.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Where the story is told: line by line, so that it reads the same on a terminal, in a file and in a log, with bold and
 * dimmed letters only where the terminal has them.
 */
final class Terminal {
    private static final String INDENT = "   ";

    private final PrintStream out;
    private final Ansi ansi;
    private int steps;
    private String step = "before the first step";
    private volatile boolean silent;

    /** @param ansi {@link Ansi#AUTO} finds out whether there is a terminal, and minds {@code NO_COLOR} */
    Terminal(PrintStream out, Ansi ansi) {
        this.out = out;
        this.ansi = ansi;
    }

    void heading(String text) {
        print(styled(Style.bold, text));
    }

    /** Begins the next step. */
    void step(String title) {
        steps++;
        step = "step " + steps + ", \"" + title + "\"";
        print("");
        print(styled(Style.bold, steps + "  " + title));
    }

    /** The command, of one line or more, with which one would do the same oneself. */
    void command(String command) {
        String prompt = "$ ";
        for (String line : command.split("\n")) {
            print(INDENT + styled(Style.faint, prompt + line));
            prompt = "  ";
        }
    }

    void line(String text) {
        print(INDENT + text);
    }

    /** The last words of a story that ends well. */
    void end(String text) {
        print("");
        print(styled(Style.bold, text));
    }

    /**
     * The last words of a story that ends badly.
     *
     * @param reason what was expected and what came
     * @param log    the file in which there is more
     * @param lines  the last of the log
     */
    void failed(String reason, Path log, List<String> lines) {
        print("");
        print(styled(Style.bold, "Failed in " + step));
        print(reason);
        print("      log " + log + (lines.isEmpty() ? ", which is empty" : ", which ends with"));
        lines.forEach(line -> print(styled(Style.faint, "  | " + line)));
    }

    /** Says no more: when a person interrupts, what is broken off thereby is no news. */
    void silence() {
        silent = true;
    }

    private void print(String line) {
        if (!silent) {
            out.println(line);
            out.flush();
        }
    }

    private String styled(Style style, String text) {
        // What ends bold alone is a double underline to some terminals; a reset ends it everywhere.
        return ansi.enabled() ? style.on() + text + Style.reset.on() : text;
    }
}
