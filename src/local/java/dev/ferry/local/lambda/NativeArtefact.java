package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.nio.file.Path;
import java.util.List;

/** A native build's executable, which speaks to the Runtime API itself. */
record NativeArtefact(Path taskRoot) implements Artefact {

    @Override
    public List<String> command(LambdaFunction function) {
        return List.of(taskRoot.resolve(FunctionZip.BOOTSTRAP).toString());
    }
}
