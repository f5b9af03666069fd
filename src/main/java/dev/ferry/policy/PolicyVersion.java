package dev.ferry.policy;

/** The version of the policy language, not of the policy (IAM User Guide, "Version"). */
enum PolicyVersion {
    /** Without policy variables; what a policy has that names no version. */
    V2008_10_17("2008-10-17"),
    /** With policy variables. */
    V2012_10_17("2012-10-17");

    private final String text;

    PolicyVersion(String text) {
        this.text = text;
    }

    static PolicyVersion parse(Element element) {
        String text = element.string();
        for (PolicyVersion version : values()) {
            if (version.text.equals(text)) {
                return version;
            }
        }
        throw element.mustBe("\"2012-10-17\" or \"2008-10-17\"");
    }
}
