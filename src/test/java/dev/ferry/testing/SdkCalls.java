package dev.ferry.testing;

import dev.ferry.permissions.FunctionPermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.signer.AwsSignerExecutionAttribute;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/**
 * Sees every call that a test's clients of the SDK make; the SDK finds it through the resource
 * {@code software/amazon/awssdk/global/handlers/execution.interceptors}. A test can have the calls recorded, and can do
 * something just before one is made, which is how it gets in between a read and a write.
 *
 * <p>A Scan is refused outright: nothing in Ferry may ever read a whole table. So is what a function calls without a
 * permission for it in {@code template.yaml}.
 */
public final class SdkCalls implements ExecutionInterceptor {
    /** What is watched where no test has a scope of its own. */
    private static final Scope PROCESS = new Scope();

    private static final InheritableThreadLocal<Scope> SCOPE = new InheritableThreadLocal<>();

    /** What is watched by the test of a thread. */
    private record Scope(List<List<Call>> recordings, Map<String, Trap> before) {
        Scope() {
            this(new CopyOnWriteArrayList<>(), new ConcurrentHashMap<>());
        }
    }

    /** Watches this thread's calls alone, and those of threads that it starts, as other tests run at the same time. */
    public static void watchThisThread() {
        SCOPE.set(new Scope());
    }

    /** The same executor, whose tasks are watched as this thread is: the threads of the JDK's servers inherit nothing. */
    public static Executor watchedAsThisThread(Executor executor) {
        Scope scope = SCOPE.get();
        return task -> executor.execute(() -> {
            SCOPE.set(scope);
            task.run();
        });
    }

    private static Scope scope() {
        return Optional.ofNullable(SCOPE.get()).orElse(PROCESS);
    }

    /**
     * @param service as the SDK names it: {@code DynamoDb}, {@code S3}, {@code Sqs}
     * @param region  the Region that is called
     */
    public record Call(String service, String operation, SdkRequest request, String region) {}

    /** The calls made while this ran, in the order in which they were made. */
    public static List<Call> during(Runnable action) {
        List<Call> calls = new CopyOnWriteArrayList<>();
        List<List<Call>> recordings = scope().recordings();
        recordings.add(calls);
        try {
            action.run();
        } finally {
            recordings.remove(calls);
        }
        return List.copyOf(calls);
    }

    /** How often each operation of a service is among the calls. */
    public static Map<String, Long> count(List<Call> calls, String service) {
        return calls.stream()
                .filter(call -> call.service().equals(service))
                .collect(Collectors.groupingBy(Call::operation, Collectors.counting()));
    }

    /**
     * Does something just before the next call of an operation, whichever client makes it, once; an exception that it
     * throws is the call's.
     */
    public static void beforeNext(String operation, Runnable action) {
        beforeNext(operation, request -> true, action);
    }

    /** The same for the next call with such a request. */
    public static void beforeNext(String operation, Predicate<SdkRequest> which, Runnable action) {
        scope().before().put(operation, new Trap(which, action));
    }

    private record Trap(Predicate<SdkRequest> which, Runnable action) {}

    /** Forgets what was to be done before calls that were not made. */
    public static void clear() {
        scope().before().clear();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof ScanRequest) {
            throw new IllegalStateException("a whole table must not be read: " + context.request());
        }
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        Call call = new Call(
                attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME), operation, context.request(),
                region(attributes).id());
        FunctionPermissions.require(call);
        Scope scope = scope();
        scope.recordings().forEach(recording -> recording.add(call));
        Trap trap = scope.before().get(operation);
        if (trap != null && trap.which().test(context.request()) && scope.before().remove(operation, trap)) {
            trap.action().run();
        }
    }

    /** A presigner calls nobody, and has no Region but that for which it signs. */
    private static Region region(ExecutionAttributes attributes) {
        return Optional.ofNullable(attributes.getAttribute(AwsExecutionAttribute.AWS_REGION))
                .orElseGet(() -> attributes.getAttribute(AwsSignerExecutionAttribute.SIGNING_REGION));
    }
}
