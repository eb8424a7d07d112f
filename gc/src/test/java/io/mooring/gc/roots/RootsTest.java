package io.mooring.gc.roots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mooring.gc.HeapExhausted;
import io.mooring.gc.HeapExhausted;
import io.mooring.gc.Immediate;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Pages;
import io.mooring.gc.memory.Range;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.memory.Words;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Handle scopes and global roots, without a heap around them. */
class RootsTest {
    private static final long A = 0x1000;
    private static final long B = 0x2000;
    private static final long C = 0x3000;

    private final Reservation reservation = new Reservation(2 * Pages.PAGE);
    private final Range stackRange = reservation.carve(Pages.PAGE);
    private final ShadowStack stack = new ShadowStack(stackRange);
    private final HandleScopes scopes = new HandleScopes(stack, new Pins(() -> {}, object -> false, () -> {}), ref -> true);
    private final GlobalRoots globals = new GlobalRoots(reservation.carve(Pages.PAGE), () -> {}, ref -> true);
    private final Roots roots = new Roots(stack, globals);

    @AfterEach
    void close() {
        reservation.close();
    }

    private List<Long> visited() {
        List<Long> seen = new ArrayList<>();
        roots.visitRoots(slot -> {
            if (Immediate.isObject(Memory.readLong(slot))) seen.add(Memory.readLong(slot));
        });
        return seen;
    }

    @Test
    void aHandleHoldsWhatItsScopeRootedUntilTheScopeCloses() {
        try (HandleScope scope = scopes.open()) {
            long hA = scope.root(A);
            long hB = scope.root(B);
            assertThat(scope.get(hA)).isEqualTo(A);
            scope.set(hA, C);
            assertThat(scope.get(hA)).isEqualTo(C);
            assertThat(scope.get(hB)).isEqualTo(B);
            assertThat(visited()).containsExactly(C, B);
        }
        assertThat(visited()).isEmpty();
        assertThat(stack.size()).isZero();
    }

    @Test
    void aCollectionThatMovesObjectsWritesTheHandles() {
        try (HandleScope scope = scopes.open()) {
            long handle = scope.root(A);
            roots.visitRoots(slot -> Memory.writeLong(slot, Memory.readLong(slot) + 8));
            assertThat(scope.get(handle)).isEqualTo(A + 8);
        }
    }

    @Test
    void scopesNestAndEachTakesItsOwnHandlesAway() {
        try (HandleScope outer = scopes.open()) {
            outer.root(A);
            try (HandleScope inner = scopes.open()) {
                inner.root(B);
                assertThat(scopes.depth()).isEqualTo(2);
                assertThat(visited()).containsExactly(A, B);
            }
            outer.root(C);
            assertThat(visited()).containsExactly(A, C);
        }
        assertThat(scopes.depth()).isZero();
    }

    @Test
    void aHandleOfAnOuterScopeMadeWhileAnInnerOneIsOpenWouldEndWithTheInnerOneAndIsRefused() {
        try (HandleScope outer = scopes.open(); HandleScope inner = scopes.open()) {
            assertThatThrownBy(() -> outer.root(A)).isInstanceOf(AssertionError.class).hasMessageContaining("scope 0 roots while scope 1 is the innermost");
            assertThat(inner).isNotSameAs(outer);
            assertThat(visited()).isEmpty();
        }
    }

    @Test
    void scopesAreReusedByDepth() {
        HandleScope first = scopes.open();
        first.close();
        HandleScope second = scopes.open();
        assertThat(second).isSameAs(first);
        second.close();
    }

    @Test
    void manyScopesMayBeOpenAtOnce() {
        List<HandleScope> open = new ArrayList<>();
        for (int i = 1; i <= 200; i++) {
            open.add(scopes.open());
            open.getLast().root(8L * i);
        }
        assertThat(visited()).hasSize(200);
        for (int i = 199; i >= 0; i--) open.get(i).close();
        assertThat(visited()).isEmpty();
    }

    @Test
    void aScopeThatIsNotTheInnermostCannotClose() { // INV-07
        HandleScope outer = scopes.open();
        HandleScope inner = scopes.open();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class).hasMessage("scope 0 closes while scope 1 is the innermost");
        inner.close();
        outer.close();
        assertThatThrownBy(outer::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFullShadowStackIsAnErrorThatCanBeCaught() {
        try (HandleScope scope = scopes.open()) {
            for (long i = 0; i < Pages.PAGE / Long.BYTES; i++) scope.root(A);
            assertThatThrownBy(() -> scope.root(A)).isInstanceOf(HeapExhausted.class).hasMessageContaining("shadow stack is full");
        }
        try (HandleScope scope = scopes.open()) {
            assertThat(scope.get(scope.root(B))).isEqualTo(B);
        }
    }

    @Test
    void slotsThatWereFilledAboveTheTopCountOnceTheStackIsExtended() {
        try (HandleScope scope = scopes.open()) {
            scope.root(A);
            long top = stack.reserve(2);
            stack.set(top, B);
            stack.set(top + Long.BYTES, C);
            assertThat(visited()).containsExactly(A);
            stack.extend(top + Long.BYTES);
            assertThat(visited()).containsExactly(A, B);
            assertThat(stack.get(top)).isEqualTo(B);
            stack.release(top);
            assertThat(visited()).containsExactly(A);
        }
    }

    @Test
    void slotsThatTheShadowStackDoesNotHaveAreRefused() {
        long slots = Pages.PAGE / Long.BYTES;
        long top = stack.reserve(slots);
        assertThatThrownBy(() -> stack.reserve(slots + 1)).isInstanceOf(HeapExhausted.class).hasMessageContaining("shadow stack is full");
        assertThatThrownBy(() -> stack.extend(stackRange.end() + Long.BYTES)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the shadow stack ends at 0x" + Long.toHexString(top) + "; it can be extended up to 0x" + Long.toHexString(stackRange.end()) + ", not to 0x" + Long.toHexString(stackRange.end() + Long.BYTES));
        assertThatThrownBy(() -> stack.extend(top - Long.BYTES)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stack.set(stackRange.end(), A)).isInstanceOf(AssertionError.class).hasMessageContaining("is no slot of the shadow stack");
        assertThatThrownBy(() -> stack.get(top - Long.BYTES)).isInstanceOf(AssertionError.class);
        assertThat(stack.size()).isZero();
    }

    @Test
    void aGlobalHoldsItsReferenceUntilItIsClosedAndItsSlotIsUsedAgain() {
        Global a = globals.root(A);
        Global b = globals.root(B);
        assertThat(visited()).containsExactly(A, B);
        a.close();
        a.close();
        assertThat(globals.size()).isEqualTo(1);
        assertThat(visited()).containsExactly(B);
        Global c = globals.root(C);
        assertThat(visited()).containsExactly(C, B);
        b.set(A);
        assertThat(b.get()).isEqualTo(A);
        assertThatThrownBy(a::get).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> a.set(B)).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        c.close();
        b.close();
        assertThat(globals.size()).isZero();
    }

    @Test
    void allGlobalsInUseIsAnErrorAndOneClosedMakesRoom() {
        List<Global> open = new ArrayList<>();
        for (long i = 0; i < Pages.PAGE / Long.BYTES; i++) open.add(globals.root(A));
        assertThatThrownBy(() -> globals.root(B)).isInstanceOf(HeapExhausted.class).hasMessage("global roots are full: requested 8 bytes, 4096 of 4096 bytes in use");
        open.get(100).close();
        assertThat(globals.root(B).get()).isEqualTo(B);
    }

    @Test
    void aGlobalThatJavaForgotIsTakenBack() throws InterruptedException {
        for (int i = 0; i < 20; i++) globals.root(A);
        int left = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < 100 && left > 5; attempt++) {
            System.gc();
            Thread.sleep(5);
            globals.root(B).close(); // making one takes the forgotten ones back
            left = globals.size();
        }
        assertThat(left).isLessThanOrEqualTo(5);
    }

    @Test
    void anEmbeddersOwnSlotsAreVisitedToo() {
        try (Words own = new Words(1)) {
            Memory.writeLong(own.start(), C);
            roots.add(visitor -> visitor.visitSlot(own.start()));
            assertThat(visited()).containsExactly(C);
        }
    }
}
