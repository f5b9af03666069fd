package dev.ferry.kills;

import dev.ferry.testing.TestImage;

/** How images get into a repository. What is lost on the way is repeated until it is known to be there. */
interface Door {

    /** Uploads a layer if the repository does not have it. */
    void provide(TestImage.Blob blob);

    /** Pushes the manifest, under a tag that names another image or none. */
    void put(TestImage image, String tag);
}
