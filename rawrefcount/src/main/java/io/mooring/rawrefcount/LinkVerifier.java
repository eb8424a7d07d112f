package io.mooring.rawrefcount;

import io.mooring.gc.ForeignLinks.LinkChecker;
import io.mooring.gc.Immediate;
import io.mooring.gc.Ref;
import io.mooring.gc.memory.AddressMap;

/**
 * Checks one implementation of links against the invariants INV-10 to INV-18 of {@code docs/invariants.md}: what both have in common stands
 * here, the rest in their {@code verify…} methods. It is for tests and for hunting bugs.
 */
final class LinkVerifier {
    private final Links links;
    private final LinkChecker checker;
    private long foreignLinks;

    LinkVerifier(Links links, LinkChecker checker) {
        this.links = links;
        this.checker = checker;
    }

    void verify() {
        if (links.isCollecting()) {
            damaged("INV-18", "a collection traced the links and did not sweep them");
            return;
        }
        links.verifyShape(this);
        links.forEachEntry(this::verifyLink);
        verifyForeignTable();
        verifyQueue();
    }

    void damaged(String invariant, String what) {
        checker.damaged(invariant, what);
    }

    private void verifyLink(@Ref long object, long entry, boolean young) {
        long pyobj = LinkEntry.pyObject(entry);
        if (LinkEntry.isForeign(entry)) foreignLinks++;
        if (LinkEntry.isForeign(entry) == links.memory.hasPrefix(pyobj)) {
            damaged("INV-17", describe(pyobj) + (LinkEntry.isForeign(entry) ? " has a prefix, but its entry says that it has none" : " has no prefix, but its entry says that it has one"));
            return;
        }
        verifyCount(pyobj, entry);
        if ((object == Links.DOOMED || Immediate.isObject(object)) && links.isDoomed(object)) return;
        if (!checker.isObject(object)) {
            damaged("INV-11", describe(pyobj) + " has the link word 0x" + Long.toHexString(object) + ", which is no object in use");
            return;
        }
        links.verifyManagedEnd(this, object, entry, young);
        if (!young && checker.isYoung(object)) damaged("INV-13", describe(pyobj) + " has an old link to the young object 0x" + Long.toHexString(object));
        if (links.keepsObjectAlive(entry)) checker.root(object);
    }

    private void verifyCount(long pyobj, long entry) {
        long count = links.memory.count(pyobj);
        if (RefCountBias.isImmortal(count)) return;
        if (!RefCountBias.isBiased(count) || RefCountBias.references(count) < 0) {
            damaged("INV-12", describe(pyobj) + " is linked and has count " + RefCountBias.describe(count) + ", expected a bias or more");
        } else if (RefCountBias.isLight(count) && LinkEntry.isForeign(entry)) {
            damaged("INV-12", describe(pyobj) + " has no prefix and the count of a light link, " + RefCountBias.describe(count));
        }
    }

    private void verifyForeignTable() {
        long[] linked = new long[1];
        links.foreign.forEach((pyobj, link) -> {
            if (link != Links.DEALLOCATING) linked[0]++;
            if (links.memory.hasPrefix(pyobj)) damaged("INV-17", describe(pyobj) + " has a prefix and stands in the side table");
        });
        if (linked[0] != foreignLinks) {
            damaged("INV-17", "the side table has " + linked[0] + " link words, but " + foreignLinks + " PyObjects without a prefix are linked");
        }
    }

    private void verifyQueue() {
        DeallocQueue queue = links.deallocQueue();
        try (AddressMap waiting = new AddressMap()) {
            for (long ahead = 0; ahead < queue.pending(); ahead++) {
                long pyobj = queue.peek(ahead);
                if (waiting.get(pyobj) != 0) damaged("INV-14", describe(pyobj) + " waits twice for its deallocation");
                waiting.put(pyobj, pyobj);
                verifyWaiting(pyobj);
            }
        }
    }

    private void verifyWaiting(long pyobj) {
        long count = links.memory.count(pyobj);
        if (count < RefCountBias.QUEUED) damaged("INV-14", describe(pyobj) + " waits for its deallocation with count " + count + ", expected 1 or more");
        if (Immediate.is(links.linkWord(pyobj))) damaged("INV-14", describe(pyobj) + " waits for its deallocation while it is being deallocated");
    }

    private String describe(long pyobj) {
        return links.memory.describe(pyobj);
    }
}
