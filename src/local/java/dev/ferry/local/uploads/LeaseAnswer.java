package dev.ferry.local.uploads;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The URLs that a function gave for the parts of an upload.
 *
 * @param received how many bytes the upload holds, behind which the parts come
 * @param parts    where parts are put, one after the other
 * @param rest     where what is too little for a part is put
 * @param staged   where what is to come before the first part is got
 */
record LeaseAnswer(String lease, long received, List<URI> parts, URI rest, Optional<URI> staged) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LeaseAnswer of(GatewayResponse answer) throws MalformedAnswerException {
        Optional<String> lease = answer.header("ferry-lease");
        if (lease.isEmpty()) {
            throw new MalformedAnswerException(
                    "The stack gave no URLs to put the parts of a layer to: is it of an earlier version than this gateway?");
        }
        try {
            JsonNode urls = JSON.readTree(answer.body());
            return new LeaseAnswer(
                    lease.get(),
                    urls.required("received").longValue(),
                    StreamSupport.stream(urls.required("parts").spliterator(), false).map(LeaseAnswer::url).toList(),
                    url(urls.required("rest")),
                    Stream.of(urls.path("staged")).filter(JsonNode::isTextual).map(LeaseAnswer::url).findFirst());
        } catch (IOException | IllegalArgumentException malformed) {
            throw new MalformedAnswerException("The stack's URLs for the parts of a layer cannot be read: " + malformed.getMessage());
        }
    }

    private static URI url(JsonNode url) {
        return URI.create(url.asText());
    }
}
