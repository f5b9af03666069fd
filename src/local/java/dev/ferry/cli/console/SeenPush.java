package dev.ferry.cli.console;

import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;

/** A push that the console heard of, by which its history is read. */
record SeenPush(RegionName region, ImageKey image, PushId push) {}
