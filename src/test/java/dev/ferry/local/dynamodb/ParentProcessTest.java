package dev.ferry.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.dynamodb.PipeMessage.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParentProcessTest {
    private BufferedReader asked;
    private OutputStream answers;
    private ParentProcess parent;
    private CompletableFuture<Void> heard;

    @BeforeEach
    void listen() throws IOException {
        Pipe in = Pipe.open();
        Pipe out = Pipe.open();
        asked = new BufferedReader(Channels.newReader(out.source(), StandardCharsets.UTF_8));
        answers = Channels.newOutputStream(in.sink());
        parent = new ParentProcess(Channels.newInputStream(in.source()), Channels.newOutputStream(out.sink()));
        heard = CompletableFuture.runAsync(() -> {
            try {
                parent.hear();
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    @AfterEach
    void end() throws IOException {
        answers.close();
        heard.join();
    }

    @Test
    void a_region_is_asked_for_once_however_many_wait() throws Exception {
        List<CompletableFuture<Optional<String>>> waiting = List.of(provisioned("eu-north-1"), provisioned("eu-north-1"));
        assertThat(asked.readLine()).isEqualTo("WANTED eu-north-1 ");
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        answer(new PipeMessage(Kind.PROVISIONED, "eu-north-1"));

        assertThat(waiting).extracting(CompletableFuture::join).containsOnly(Optional.empty());
        assertThat(parent.provision("eu-north-1")).isEmpty();
        parent.written("eu-north-1", "{}");
        assertThat(asked.readLine()).as("after the one question").isEqualTo("WRITTEN eu-north-1 {}");
    }

    @Test
    void a_refused_region_is_asked_for_again() throws Exception {
        CompletableFuture<Optional<String>> first = provisioned("nowhere-1");
        assertThat(asked.readLine()).startsWith("WANTED nowhere-1");
        answer(new PipeMessage(Kind.REFUSED, "nowhere-1", "there is no Region nowhere-1"));
        assertThat(first.join()).contains("there is no Region nowhere-1");

        CompletableFuture<Optional<String>> second = provisioned("nowhere-1");

        assertThat(asked.readLine()).startsWith("WANTED nowhere-1");
        answer(new PipeMessage(Kind.FAILED, "nowhere-1", "no answer"));
        assertThatThrownBy(second::join).hasRootCauseMessage("no answer");
    }

    @Test
    void after_all_was_emptied_each_region_is_asked_for_again() throws Exception {
        CompletableFuture<Optional<String>> before = provisioned("us-west-2");
        asked.readLine();
        answer(new PipeMessage(Kind.PROVISIONED, "us-west-2"));
        before.join();
        CompletableFuture<Optional<String>> other = provisioned("us-east-1");
        assertThat(asked.readLine()).startsWith("WANTED us-east-1");

        answer(new PipeMessage(Kind.EMPTIED, ""));
        answer(new PipeMessage(Kind.PROVISIONED, "us-east-1")); // who waits is answered all the same

        assertThat(other.join()).isEmpty();
        CompletableFuture<Optional<String>> again = provisioned("us-west-2");
        assertThat(asked.readLine()).startsWith("WANTED us-west-2");
        answer(new PipeMessage(Kind.PROVISIONED, "us-west-2"));
        assertThat(again.join()).isEmpty();
    }

    @Test
    void a_write_is_told_on_one_line_as_it_was_sent() throws Exception {
        parent.written("us-west-2", "{\"TableName\":\"settings\",\r\n \"Item\":\"größer als 1\"}");

        assertThat(asked.readLine()).isEqualTo("WRITTEN us-west-2 {\"TableName\":\"settings\",   \"Item\":\"größer als 1\"}");
    }

    private CompletableFuture<Optional<String>> provisioned(String region) {
        return CompletableFuture.supplyAsync(() -> parent.provision(region), task -> new Thread(task).start());
    }

    private void answer(PipeMessage message) throws IOException {
        answers.write(message.line().getBytes(StandardCharsets.UTF_8));
        answers.flush();
    }
}
