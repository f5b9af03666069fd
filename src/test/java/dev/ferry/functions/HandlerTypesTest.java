package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.ferry.testing.MainClasses;
import dev.ferry.testing.PackagedFunctions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The types that Jackson reads and writes around the functions: what they take and give, with all that is in it. A native
 * build knows the members of a type only if it was told of it; of what a handler takes and gives Quarkus tells it.
 *
 * <p>{@code .ci/native-configuration} names in the system property {@value #CONFIGURATION} the file in which Quarkus does.
 */
class HandlerTypesTest {
    private static final String CONFIGURATION = "reflect-config";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** All but {@link AnyFunction}, which takes and gives what these do. */
    private static final List<Class<?>> HANDLERS = MainClasses.ALL.stream()
            .filter(type -> type != AnyFunction.class)
            .filter(type -> RequestHandler.class.isAssignableFrom(type) || RequestStreamHandler.class.isAssignableFrom(type))
            .toList();

    @Test
    void every_function_of_the_template_has_a_handler_that_jackson_serves() {
        assertThat(HANDLERS).hasSameSizeAs(PackagedFunctions.template().functions())
                .allSatisfy(handler -> assertThat(handler).isAssignableTo(RequestHandler.class));
    }

    @Test
    void the_walk_finds_what_is_deep_in_an_event() {
        assertThat(types(JSON.constructType(APIGatewayV2HTTPEvent.class)))
                .contains(APIGatewayV2HTTPEvent.RequestContext.Http.class.getName());
        assertThat(types(JSON.constructType(SQSEvent.class))).contains(SQSEvent.MessageAttribute.class.getName());
        assertThat(types(JSON.constructType(DynamodbEvent.class)))
                .contains("com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue");
    }

    /** Quarkus registers handlers' types of AWS's library; one of Ferry's own has to say that it wants to be. */
    @Test
    void what_handlers_take_and_give_are_awss_events_or_trees_or_registered() {
        assertThat(allTypes()).isNotEmpty().allSatisfy(name -> assertThat(
                        name.startsWith("com.amazonaws.services.lambda.runtime.events.")
                                || Class.forName(name).isAnnotationPresent(RegisterForReflection.class))
                .as(name)
                .isTrue());
    }

    @Test
    void all_of_them_are_registered_in_a_native_build() throws IOException {
        String configuration = System.getProperty(CONFIGURATION);
        assumeThat(configuration).as(".ci/native-configuration makes it").isNotNull();

        Set<String> registered = new TreeSet<>();
        for (JsonNode entry : JSON.readTree(Path.of(configuration).toFile())) {
            if (List.of("allDeclaredConstructors", "allDeclaredMethods", "allDeclaredFields").stream()
                    .allMatch(members -> entry.path(members).asBoolean())) {
                registered.add(entry.get("name").asText());
            }
        }

        assertThat(registered).containsAll(allTypes());
    }

    private static Set<String> allTypes() {
        Set<String> types = new TreeSet<>();
        for (Class<?> handler : HANDLERS) {
            for (JavaType type : JSON.getTypeFactory().findTypeParameters(
                    JSON.constructType(handler), RequestHandler.class)) {
                types.addAll(types(type));
            }
        }
        return types;
    }

    /** The names of the classes whose members Jackson looks at, from this type on. */
    private static Set<String> types(JavaType root) {
        Set<String> types = new TreeSet<>();
        collect(root, types);
        return types;
    }

    private static void collect(JavaType type, Set<String> types) {
        if (type.isContainerType() || type.isReferenceType()) {
            for (int index = 0; index < type.containedTypeCount(); index++) {
                collect(type.containedType(index), types);
            }
            if (type.isArrayType()) {
                collect(type.getContentType(), types);
            }
            return;
        }
        // Java's own values have serialisers of their own, and trees are none of a bean.
        if (type.isPrimitive() || type.getRawClass().getName().startsWith("java.")
                || type.isTypeOrSubTypeOf(JsonNode.class) || !types.add(type.getRawClass().getName())) {
            return;
        }
        BeanDescription written = JSON.getSerializationConfig().introspect(type);
        BeanDescription read = JSON.getDeserializationConfig().introspect(type);
        for (BeanDescription description : List.of(written, read)) {
            for (BeanPropertyDefinition property : description.findProperties()) {
                collect(property.getPrimaryType(), types);
            }
        }
    }
}
