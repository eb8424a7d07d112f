/** The link table and the dictionary, measured side by side without C: {@link io.mooring.bench.links.LinksBench} is the door. */
package io.mooring.bench.links;
