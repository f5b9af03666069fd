package dev.ferry.policy;

/** What a statement does to the requests it applies to (IAM User Guide, "Effect"). */
enum Effect {
    ALLOW,
    DENY;

    static Effect parse(Element element) {
        String text = element.string();
        return switch (text) {
            case "Allow" -> ALLOW;
            case "Deny" -> DENY;
            default -> throw element.mustBe("\"Allow\" or \"Deny\"");
        };
    }
}
