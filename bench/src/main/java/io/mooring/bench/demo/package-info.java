/**
 * {@code mooring demo}: one object followed through its life, then a fleet of them with each implementation of links.
 * {@link io.mooring.bench.demo.Harbour} is the extension as Java sees it.
 */
package io.mooring.bench.demo;
