/**
 * What {@code mooring links} measures: the link table and the dictionary side by side, deaths in great number, and the border.
 * {@link io.mooring.bench.links.LinksBench} is the door.
 */
package io.mooring.bench.links;
