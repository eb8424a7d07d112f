/**
 * What depends on whether an object lives: ephemerons, whose values live by their keys, and finalizers, which run once their objects
 * would have died. Weak references, the simplest case, are slots of a type layout and need no structure of their own.
 */
package io.mooring.gc.mortality;
