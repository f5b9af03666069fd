package dev.ferry.local.template;

import java.nio.file.Path;

/** A place in a template, for messages: {@code template.yaml: Resources/ReplicateQueue/Properties/QueueName}. */
record Location(Path file, String path) {

    static Location topOf(Path file) {
        return new Location(file, "");
    }

    Location child(Object name) {
        return new Location(file, path.isEmpty() ? name.toString() : path + "/" + name);
    }

    TemplateException fault(String problem) {
        return new TemplateException(toString(), problem);
    }

    @Override
    public String toString() {
        return path.isEmpty() ? file.toString() : file + ": " + path;
    }
}
