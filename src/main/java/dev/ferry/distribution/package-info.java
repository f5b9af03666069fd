/**
 * The OCI distribution API, version 1.1, which container tools speak: a second front door to the same services as ECR's
 * API. Whatever a push, an upload or a deletion means is said there; here is what it looks like over HTTP.
 */
package dev.ferry.distribution;
