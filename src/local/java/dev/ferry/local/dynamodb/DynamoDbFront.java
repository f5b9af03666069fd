package dev.ferry.local.dynamodb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What functions come to before DynamoDB Local, in its process: it looks which Region a request is signed for, has that
 * Region's stack made if it is new, and tells of what is written. A function that writes another Region's tables needs to know
 * nothing of all this. Requests that are not signed with this machine's access key are turned away. DynamoDB Local fails
 * without a reason where the disk is full; that is told in its place.
 */
final class DynamoDbFront extends Handler.Wrapper {
    private static final Pattern CREDENTIAL =
            Pattern.compile("Credential=(?<key>[^/,]+)/[0-9]{8}/(?<region>[^/,]+)/dynamodb/aws4_request");
    private static final Pattern WRITE = Pattern.compile("\\.(Put|Update|Delete|BatchWrite|TransactWrite)Items?$");

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    /** The functions know it, and no client of the SDK tries it again. */
    private static final int INSUFFICIENT_STORAGE = 507;

    private final Connector entrance;
    private final String accessKeyId;
    private final RegionStacks stacks;
    private final BooleanSupplier diskIsFull;

    /**
     * @param entrance   whose requests come by here; others go straight to DynamoDB Local
     * @param diskIsFull whether there is no room for its data; asked when it fails
     */
    DynamoDbFront(Handler dynamoDb, Connector entrance, String accessKeyId, RegionStacks stacks, BooleanSupplier diskIsFull) {
        super(dynamoDb);
        this.entrance = entrance;
        this.accessKeyId = accessKeyId;
        this.stacks = stacks;
        this.diskIsFull = diskIsFull;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getConnectionMetaData().getConnector() != entrance) {
            return super.handle(request, response, callback);
        }
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        Matcher credential = CREDENTIAL.matcher(authorization == null ? "" : authorization);
        if (!credential.find() || !credential.group("key").equals(accessKeyId)) {
            refuse(request, response, "UnrecognizedClientException", "The security token included in the request is invalid.", callback);
            return true;
        }
        String region = credential.group("region");
        Optional<String> refusal = stacks.provision(region);
        if (refusal.isPresent()) {
            // Not as a failure of the service, which clients would try again.
            refuse(request, response, "ValidationException", refusal.get(), callback);
            return true;
        }
        Response answer = new WithReason(request, response);
        String operation = request.getHeaders().get("X-Amz-Target");
        if (operation == null || !WRITE.matcher(operation).find()) {
            return super.handle(request, answer, callback);
        }
        ReadRequest write = new ReadRequest(request);
        try {
            return super.handle(write, answer, callback);
        } finally { // it was written, too, if its client has gone meanwhile
            stacks.written(region, write.body.toString(StandardCharsets.UTF_8));
        }
    }

    private static void refuse(Request request, Response response, String code, String message, Callback callback)
            throws IOException {
        Content.Source.consumeAll(request); // or the connection would be closed, upon the next request that comes by it
        response.setStatus(BAD_REQUEST);
        response.write(true, error(response, code, message), callback);
    }

    private static ByteBuffer error(Response response, String code, String message) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-amz-json-1.0");
        return ByteBuffer.wrap(JsonNodeFactory.instance
                .objectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#" + code)
                .put("message", message)
                .toString()
                .getBytes(StandardCharsets.UTF_8));
    }

    /** Keeps what is read of it. */
    private static final class ReadRequest extends Request.Wrapper {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        ReadRequest(Request wrapped) {
            super(wrapped);
        }

        @Override
        public Content.Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                ByteBuffer content = chunk.getByteBuffer().duplicate();
                byte[] bytes = new byte[content.remaining()];
                content.get(bytes);
                body.writeBytes(bytes);
            }
            return chunk;
        }
    }

    /** Of a failure it says whether the disk is full. DynamoDB Local writes an answer whole. */
    private final class WithReason extends Response.Wrapper {
        WithReason(Request request, Response wrapped) {
            super(request, wrapped);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (getStatus() != INTERNAL_ERROR || !diskIsFull.getAsBoolean()) {
                super.write(last, content, callback);
                return;
            }
            setStatus(INSUFFICIENT_STORAGE);
            super.write(
                    last, error(this, "InsufficientStorage", "The disk that holds the data folder is full"), callback);
        }
    }
}
