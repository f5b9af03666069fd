/** EventBridge in memory: the default bus of each Region, as far as Ferry uses it. */
package dev.ferry.simulation.events;
