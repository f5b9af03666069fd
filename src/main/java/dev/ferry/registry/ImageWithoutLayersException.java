package dev.ferry.registry;

/** An image that has a configuration and no layer, which ECR takes none of. */
public final class ImageWithoutLayersException extends EcrException {
    public static final String CONSTRAINT = "Image has to have at least 1 layer";

    public ImageWithoutLayersException() {
        super(ErrorCode.INVALID_PARAMETER,
                "Invalid parameter at 'imageManifest' failed to satisfy constraint: '" + CONSTRAINT + "'");
    }
}
