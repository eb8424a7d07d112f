package io.mooring.gc.roots;

import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The scopes of all threads that take turns with a heap, each with a shadow stack of its own: the first one's in the heap's reservation, the others' beside it. */
public final class ScopeTurns implements AutoCloseable {
    private final Roots roots;
    private final Pins pins;
    private final LongPredicate value;
    private final List<HandleScopes> all = new ArrayList<>();
    private final List<Words> stacks = new ArrayList<>();

    /** @param value true of what a handle may hold; see {@link HandleScopes} */
    public ScopeTurns(Roots roots, Pins pins, LongPredicate value) {
        this.roots = roots;
        this.pins = pins;
        this.value = value;
    }

    /** Scopes on a stack that is among the roots already. */
    public HandleScopes on(ShadowStack stack) {
        HandleScopes made = new HandleScopes(stack, pins, value);
        all.add(made);
        return made;
    }

    /** Scopes on a new stack of that many bytes, which is among the roots from now on. */
    public HandleScopes onNewStack(long bytes) {
        Words words = Words.untouched(bytes / Long.BYTES);
        stacks.add(words);
        ShadowStack stack = new ShadowStack(new Range(words.start(), words.end()));
        roots.add(stack);
        return on(stack);
    }

    public boolean has(HandleScopes scopes) {
        return all.contains(scopes);
    }

    /** The heap can be used no more: nobody opens a scope any more. */
    public void closeWithHeap(String why) {
        all.forEach(scopes -> scopes.closeWithHeap(why));
    }

    /** Gives the stacks beside the heap back. */
    @Override
    public void close() {
        stacks.forEach(Words::close);
    }
}
