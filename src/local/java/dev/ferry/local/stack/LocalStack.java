package dev.ferry.local.stack;

import dev.ferry.local.template.Template;

/**
 * One Region's stack, with everything in it made.
 *
 * @param template what it was made of, resolved for its Region
 */
public record LocalStack(String region, Template template) {}
