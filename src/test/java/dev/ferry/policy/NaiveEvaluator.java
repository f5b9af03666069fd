package dev.ferry.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * A second evaluator, written down from the IAM User Guide as it reads, on the JSON itself: slow, without checks, and
 * sharing nothing with the one it is compared with.
 */
final class NaiveEvaluator {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(.*?)}");

    private final boolean hasVariables;
    private final List<JsonNode> statements;
    private final AccessRequest request;

    private NaiveEvaluator(JsonNode policy, AccessRequest request) {
        this.hasVariables = policy.path("Version").asText().equals("2012-10-17");
        this.statements = list(policy.get("Statement"));
        this.request = request;
    }

    static Decision decide(String policy, AccessRequest request) throws Exception {
        NaiveEvaluator evaluator = new NaiveEvaluator(JSON.readTree(policy), request);
        List<JsonNode> applying = evaluator.statements.stream().filter(evaluator::applies).toList();
        if (applying.stream().anyMatch(statement -> statement.get("Effect").asText().equals("Deny"))) {
            return Decision.EXPLICIT_DENY;
        }
        return applying.isEmpty() ? Decision.IMPLICIT_DENY : Decision.ALLOW;
    }

    private boolean applies(JsonNode statement) {
        boolean principal = statement.has("Principal")
                ? principals(statement.get("Principal")).stream().anyMatch(this::isRequester)
                : !isExcepted(principals(statement.get("NotPrincipal")));
        boolean action = statement.has("Action")
                ? strings(statement.get("Action")).stream().anyMatch(this::isAction)
                : strings(statement.get("NotAction")).stream().noneMatch(this::isAction);
        boolean resource = statement.has("Resource")
                ? strings(statement.get("Resource")).stream().anyMatch(this::isResource)
                : statement.has("NotResource")
                        ? strings(statement.get("NotResource")).stream().noneMatch(this::isResource)
                        : true;
        boolean condition = true;
        for (Map.Entry<String, JsonNode> operator : statement.path("Condition").properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                condition &= isMet(operator.getKey(), key.getKey(), strings(key.getValue()));
            }
        }
        return principal && action && resource && condition;
    }

    private static List<String> principals(JsonNode element) {
        List<String> principals = new ArrayList<>();
        if (element.isTextual()) {
            principals.add(element.asText());
        }
        element.forEach(type -> principals.addAll(strings(type)));
        return principals;
    }

    private boolean isRequester(String principal) {
        return principal.equals("*")
                || principal.equals(requester())
                || account(principal).filter(id -> requester().contains("::" + id + ":")).isPresent()
                || isSession(requester(), principal);
    }

    private boolean isExcepted(List<String> principals) {
        return principals.stream().anyMatch(principal -> {
            Optional<String> account = account(principal);
            boolean besideOneOfItsOwn = account.isPresent()
                    && principals.stream().anyMatch(other ->
                            account(other).isEmpty() && other.contains("::" + account.get() + ":"));
            return besideOneOfItsOwn
                    ? requester().equals("arn:aws:iam::" + account.get() + ":root")
                    : isRequester(principal);
        });
    }

    private static Optional<String> account(String principal) {
        Matcher account = Pattern.compile("(?:arn:aws:iam::)?([0-9]{12})(?::root)?").matcher(principal);
        return account.matches() ? Optional.of(account.group(1)) : Optional.empty();
    }

    private static boolean isSession(String requester, String role) {
        Matcher session = Pattern.compile("arn:aws:sts::([0-9]+):assumed-role/([^/]+)/.*").matcher(requester);
        return session.matches()
                && role.matches("arn:aws:iam::" + session.group(1) + ":role/(.*/)?" + Pattern.quote(session.group(2)));
    }

    private String requester() {
        if (request.principal() instanceof Principal.Service service) {
            return service.name();
        }
        IamArn arn = ((Principal.Iam) request.principal()).arn();
        return switch (arn.type()) {
            case ROOT -> "arn:aws:iam::" + arn.account() + ":root";
            case USER -> "arn:aws:iam::" + arn.account() + ":user/" + arn.name();
            case ROLE -> "arn:aws:iam::" + arn.account() + ":role/" + arn.name();
            case ASSUMED_ROLE -> "arn:aws:sts::" + arn.account() + ":assumed-role/" + arn.name();
            case FEDERATED_USER -> "arn:aws:sts::" + arn.account() + ":federated-user/" + arn.name();
        };
    }

    private boolean isAction(String pattern) {
        return Pattern.compile(regex(pattern, true, false).orElseThrow(), Pattern.CASE_INSENSITIVE)
                .matcher(request.action())
                .matches();
    }

    private boolean isResource(String pattern) {
        return regex(pattern, true, hasVariables).map(request.resource()::matches).orElse(false);
    }

    private boolean isMet(String name, String key, List<String> expected) {
        List<String> actual = values(key);
        if (name.equals("Null")) {
            return expected.contains(String.valueOf(isNull(actual)));
        }
        boolean all = name.startsWith("ForAllValues:");
        boolean any = name.startsWith("ForAnyValue:");
        boolean ifExists = name.endsWith("IfExists");
        String operator = name.replaceFirst("^For.*:", "").replaceFirst("IfExists$", "");
        boolean not = operator.contains("Not");
        String positive = operator.replace("Not", "");
        if (actual.isEmpty() && ifExists) {
            return true;
        }
        if (all) {
            return isNull(actual)
                    || actual.stream().allMatch(value -> not ^ isLikeOne(positive, value, expected));
        }
        if (any) {
            return actual.stream().anyMatch(value -> not ^ isLikeOne(positive, value, expected));
        }
        return not ^ actual.stream().anyMatch(value -> isLikeOne(positive, value, expected));
    }

    private static boolean isNull(List<String> values) {
        return String.join("", values).isEmpty();
    }

    private boolean isLikeOne(String operator, String actual, List<String> expected) {
        return expected.stream().anyMatch(value -> switch (operator) {
            case "StringEquals" -> regex(value, false, hasVariables).map(actual::matches).orElse(false);
            case "StringEqualsIgnoreCase" -> regex(value, false, hasVariables)
                    .map(regex -> actual.matches("(?i)" + regex))
                    .orElse(false);
            case "StringLike" -> regex(value, true, hasVariables).map(actual::matches).orElse(false);
            case "ArnEquals", "ArnLike" -> isLikeArn(actual, value);
            case "Bool" -> actual.equals(value);
            case "IpAddress" -> isIn(actual, value);
            case "NumericEquals", "DateEquals" -> isNumber(actual) && Long.parseLong(actual) == Long.parseLong(value);
            case "NumericLessThan", "DateLessThan" -> isNumber(actual)
                    && Long.parseLong(actual) < Long.parseLong(value);
            case "NumericGreaterThanEquals", "DateGreaterThanEquals" -> isNumber(actual)
                    && Long.parseLong(actual) >= Long.parseLong(value);
            default -> throw new IllegalArgumentException(operator);
        });
    }

    private boolean isLikeArn(String actual, String expected) {
        // Here the colons of a variable's name don't separate parts.
        String[] patterns = expected.replaceAll("\\$\\{aws:", "\\${aws;").split(":", 6);
        String[] parts = actual.split(":", 6);
        if (parts.length != 6 || patterns.length != 6) {
            return false;
        }
        for (int i = 0; i < 6; i++) {
            Optional<String> regex = regex(patterns[i].replace("aws;", "aws:"), true, hasVariables);
            if (regex.isEmpty() || !parts[i].matches(regex.get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]+");
    }

    private static boolean isIn(String address, String range) {
        if (!address.matches("[0-9]+(\\.[0-9]+){3}")) {
            return false;
        }
        String prefix = range.replaceFirst("^[^/]*/?", "");
        int bits = prefix.isEmpty() ? 32 : Integer.parseInt(prefix);
        return number(address) >> (32 - bits) == number(range.replaceFirst("/.*", "")) >> (32 - bits);
    }

    private static long number(String address) {
        long number = 0;
        for (String octet : address.split("\\.")) {
            number = number * 256 + Integer.parseInt(octet);
        }
        return number;
    }

    /** The regular expression for a string of the policy, or empty if a variable has no value. */
    private Optional<String> regex(String text, boolean wildcards, boolean variables) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        Matcher variable = VARIABLE.matcher(text);
        while (variables && variable.find()) {
            regex.append(literalOrWild(text.substring(at, variable.start()), wildcards));
            String name = variable.group(1);
            if (name.length() == 1) {
                regex.append(Pattern.quote(name));
            } else {
                String[] nameAndDefault = name.split(", ");
                List<String> values = values(nameAndDefault[0]);
                if (values.size() != 1 && nameAndDefault.length == 1) {
                    return Optional.empty();
                }
                regex.append(Pattern.quote(values.size() == 1 ? values.get(0) : nameAndDefault[1].replace("'", "")));
            }
            at = variable.end();
        }
        return Optional.of(regex.append(literalOrWild(text.substring(at), wildcards)).toString());
    }

    private static String literalOrWild(String text, boolean wildcards) {
        StringBuilder regex = new StringBuilder();
        for (String character : text.split("")) {
            regex.append(
                    wildcards && character.equals("*") ? ".*"
                            : wildcards && character.equals("?") ? "." : Pattern.quote(character));
        }
        return regex.toString();
    }

    private List<String> values(String key) {
        return request.context().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(key))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private static List<JsonNode> list(JsonNode node) {
        return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of(node);
    }

    private static List<String> strings(JsonNode node) {
        return list(node).stream().map(JsonNode::asText).toList();
    }
}
