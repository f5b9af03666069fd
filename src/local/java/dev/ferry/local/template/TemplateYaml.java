package dev.ferry.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The syntax of a template: YAML, with CloudFormation's tags as the short form of its intrinsic functions. */
final class TemplateYaml {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FUNCTIONS = List.of(
            "And",
            "Base64",
            "Cidr",
            "Contains",
            "Equals",
            "FindInMap",
            "GetAtt",
            "GetAZs",
            "If",
            "ImportValue",
            "Join",
            "Not",
            "Or",
            "Select",
            "Split",
            "Sub",
            "Transform");

    private TemplateYaml() {}

    /** The file as a tree in which each tag is written out: {@code !GetAtt a.b} as {@code {"Fn::GetAtt": ["a", "b"]}}. */
    static ObjectNode read(Path file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(file)) {
            JsonNode tree = JSON.valueToTree(new Yaml(new Tags(options)).load(reader));
            if (tree instanceof ObjectNode template) {
                return template;
            }
            throw Location.topOf(file).fault("is not a map of sections such as Resources");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new TemplateException(file + ": line " + line, e.getProblem(), e);
        } catch (YAMLException | CharacterCodingException e) {
            throw new TemplateException(file.toString(), "is not YAML: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TemplateException(file.toString(), "cannot be read: " + e, e);
        }
    }

    private static final class Tags extends SafeConstructor {
        Tags(LoaderOptions options) {
            super(options);
            for (String function : FUNCTIONS) {
                yamlConstructors.put(new Tag("!" + function), new Written("Fn::" + function));
            }
            yamlConstructors.put(new Tag("!Ref"), new Written("Ref"));
            yamlConstructors.put(new Tag("!Condition"), new Written("Condition"));
            // CloudFormation knows no dates: a policy's version is a text.
            yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
        }

        private final class Written extends AbstractConstruct {
            private final String function;

            Written(String function) {
                this.function = function;
            }

            @Override
            public Object construct(Node node) {
                return Map.of(function, argument(node));
            }

            private Object argument(Node node) {
                if (node instanceof SequenceNode sequence) {
                    return constructSequence(sequence);
                }
                if (node instanceof MappingNode mapping) {
                    return constructMapping(mapping);
                }
                String text = constructScalar((ScalarNode) node);
                return function.equals("Fn::GetAtt") ? List.of(text.split("\\.", 2)) : text;
            }
        }
    }
}
