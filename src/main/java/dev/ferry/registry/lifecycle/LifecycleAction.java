package dev.ferry.registry.lifecycle;

/** What a rule does with the images that it takes: expire deletes them, transition archives them. */
public enum LifecycleAction { EXPIRE, TRANSITION }
