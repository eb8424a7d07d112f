/** Python's rules for numbers and strings as text, on Java values alone: no class here knows the heap. */
package io.mooring.objspace.text;
