package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.nio.file.Path;
import java.util.List;

/** A native build's executable, which speaks to the Runtime API itself. */
record NativeArtefact(Path taskRoot) implements Artefact {
    private static final int LARGEST_HEAP_MEGABYTES = 256;

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public List<String> command(List<LambdaFunction> functions) {
        int memory = functions.stream().mapToInt(LambdaFunction::memoryMegabytes).max().orElseThrow();
        return List.of(
                taskRoot.resolve(FunctionZip.BOOTSTRAP).toString(),
                "-Xmx" + Math.min(memory / 2, LARGEST_HEAP_MEGABYTES) + "m",
                "-XX:+ExitOnOutOfMemoryError");
    }
}
