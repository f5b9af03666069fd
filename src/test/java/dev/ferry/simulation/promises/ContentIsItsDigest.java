package dev.ferry.simulation.promises;

import dev.ferry.registry.Digest;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Promise 13: nothing is stored under a digest that was not computed over its bytes. */
public final class ContentIsItsDigest implements Promise {

    @Override
    public void committed(Commit commit, History history) {
        commit.changes("images", "image#")
                .filter(image -> image.sets("manifest") || image.alters("manifest"))
                .forEach(image -> {
                    AttributeValue manifest = image.after().get().get("manifest");
                    String digest = image.item().sort().substring("image#".length());
                    if (!Digest.sha256(manifest.b().asByteArrayUnsafe()).toString().equals(digest)) {
                        throw violation("%s has another manifest", image.item());
                    }
                });
    }

    @Override
    public void stored(StoredObject object, History history) {
        int hex = object.key().indexOf("sha256/");
        if (hex < 0 || object.bytes() == null) {
            return;
        }
        if (!Digest.sha256(object.bytes()).hex().equals(object.key().substring(hex + "sha256/".length()))) {
            throw violation("%s in %s holds other bytes", object.key(), object.region());
        }
    }
}
