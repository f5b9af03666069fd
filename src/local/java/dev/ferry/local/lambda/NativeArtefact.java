package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.nio.file.Path;
import java.util.List;

/** A native build's executable, which speaks to the Runtime API itself. */
record NativeArtefact(Path taskRoot) implements Artefact {

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public List<String> command(List<LambdaFunction> functions) {
        return List.of(taskRoot.resolve(FunctionZip.BOOTSTRAP).toString());
    }
}
