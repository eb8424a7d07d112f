package io.mooring.gc.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.mooring.gc.Stress;
import io.mooring.gc.memory.Memory;
import io.mooring.gc.memory.Reservation;
import io.mooring.gc.object.ObjectHeader;
import io.mooring.gc.object.ObjectModel;
import io.mooring.gc.object.TypeLayout;
import io.mooring.gc.object.TypeLayout.Elements;
import io.mooring.gc.object.TypeTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines and blocks: handed out, marked, swept, evacuated. [INV-19] */
class ImmixSpaceTest {
    private static final int BLOCKS = 8;
    private static final long BLOCK = ImmixSpace.BLOCK_BYTES;
    private static final long LINE = LineTable.LINE_BYTES;
    private static final long ALL = BLOCKS * BLOCK;
    private static final TypeLayout BYTES = TypeLayout.named("bytes").buildWith(Elements.BYTES);
    private static final int HEAD = BYTES.fixedBytes();

    private final TypeTable types = new TypeTable();
    private final int bytesType = types.define(BYTES);
    private final ObjectModel model = new ObjectModel(types);
    private final Reservation reservation = new Reservation(ALL);
    private final BumpAllocator allocator = new BumpAllocator(false);
    private ImmixSpace space = new ImmixSpace(reservation.carve(ALL), model, Stress.NONE);
    private final long start = space.range().start();

    @AfterEach
    void close() {
        assertThat(space.check()).isNull();
        space.close();
        reservation.close();
    }

    private void replaceSpace(Stress stress) {
        ImmixSpace other = new ImmixSpace(space.range(), model, stress);
        space.close();
        space = other;
    }

    /** An object of {@code bytes} bytes, or 0 when there is no room for it in blocks of {@code room} more bytes. */
    private long allocate(long bytes, long room) {
        long object = allocator.take(bytes);
        if (object == 0 && space.refill(allocator, bytes, BLOCK, room)) object = allocator.take(bytes);
        if (object == 0) return 0;
        for (long word = object; word < object + bytes; word += Long.BYTES) assertThat(Memory.readLong(word)).isZero();
        Memory.writeLong(object, ObjectHeader.fresh(bytesType));
        Memory.writeLong(object + BYTES.lengthOffset(), bytes - HEAD);
        return object;
    }

    private long allocate(long bytes) {
        return allocate(bytes, ALL - space.committedBytes());
    }

    private List<Long> allocateMany(int count, long bytes) {
        List<Long> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) objects.add(allocate(bytes));
        return objects;
    }

    private void keep(long object) {
        space.mark(object);
        space.blacken(object, model.bytes(object));
    }

    /** A major collection that finds just these objects alive and moves none. */
    private void collect(List<Long> live) {
        allocator.retire();
        space.prepareMajor(0, false);
        live.forEach(this::keep);
        space.sweepAll();
    }

    private long copy(long object) {
        long bytes = model.bytes(object);
        if (!space.hasRoom(bytes)) return 0;
        long copy = space.allocate(bytes);
        Memory.copyWords(object, copy, bytes);
        Memory.writeLong(object, copy);
        keep(copy);
        return copy;
    }

    // ---- allocation -------------------------------------------------------------------------------------------------------------

    @Test
    void aNewSpaceHandsOutItsBlocksOneBehindTheOther() {
        List<Long> objects = allocateMany((int) (3 * BLOCK / LINE), LINE);
        for (int i = 0; i < objects.size(); i++) assertThat(objects.get(i)).isEqualTo(start + i * LINE);
        assertThat(space.committedBytes()).isEqualTo(3 * BLOCK);
        assertThat(space.usedBytes() - allocator.unusedBytes()).isEqualTo(3 * BLOCK);
    }

    @Test
    void noBlockIsTakenWithoutRoomForIt() {
        assertThat(allocate(40, BLOCK - 1)).isZero();
        assertThat(allocate(40, BLOCK)).isNotZero();
        allocateMany((int) (BLOCK / 40) - 1, 40);
        assertThat(allocate(40, 0)).isZero();
        assertThat(allocate(400, 0)).isZero();
    }

    @Test
    void linesWithoutLiveObjectsAreUsedAgainInTheOrderOfAddresses() {
        List<Long> objects = allocateMany((int) (2 * BLOCK / LINE), LINE);
        objects.removeIf(object -> (object - start) / LINE % 10 == 3);
        collect(objects);
        assertThat(space.holeBytes()).isEqualTo(2 * BLOCK - objects.size() * LINE);
        for (long line = 3; line < 2 * BLOCK / LINE; line += 10) {
            assertThat(allocate(64, 0)).isEqualTo(start + line * LINE);
            assertThat(allocate(64, 0)).isEqualTo(start + line * LINE + 64);
        }
        assertThat(allocate(64, 0)).as("no hole and no room is left").isZero();
    }

    @Test
    void anObjectThatStraddlesLinesKeepsAllOfThem() {
        long filler = allocate(LINE - 40);
        long straddling = allocate(80);
        long wide = allocate(3 * LINE);
        allocate(20 * LINE);
        collect(List.of(straddling, wide));
        assertThat(filler).isEqualTo(start);
        assertThat(space.holeBytes()).isEqualTo(BLOCK - 5 * LINE);
        assertThat(allocate(64)).isEqualTo(start + 5 * LINE);
    }

    @Test
    void whatDoesNotFitIntoTheHoleGetsAFreeBlockAndTheHoleIsHeldForSmallObjects() {
        List<Long> objects = allocateMany((int) (BLOCK / LINE), LINE);
        objects.subList(10, 14).clear();
        collect(objects);
        long hole = start + 10 * LINE;
        assertThat(allocate(64)).isEqualTo(hole);
        assertThat(allocate(4 * LINE)).as("larger than the rest of the hole").isEqualTo(start + BLOCK);
        allocateMany((int) (BLOCK / 64 - 8), 64);
        assertThat(allocate(64)).as("the free block is used up").isEqualTo(hole + 64);
        assertThat(allocate(64)).isEqualTo(hole + 128);
    }

    @Test
    void withoutAFreeBlockALargerObjectTakesTheFirstHoleThatIsLargeEnough() {
        List<Long> objects = allocateMany((int) (2 * BLOCK / LINE), LINE);
        objects.subList(300, 310).clear();
        objects.subList(100, 104).clear();
        objects.subList(10, 12).clear();
        collect(objects);
        assertThat(allocate(64, 0)).isEqualTo(start + 10 * LINE);
        assertThat(allocate(5 * LINE, 0)).isEqualTo(start + 300 * LINE);
        assertThat(allocate(4 * LINE, 0)).as("the rest of the same hole").isEqualTo(start + 305 * LINE);
        assertThat(allocate(3 * LINE, 0)).isEqualTo(start + 100 * LINE);
        assertThat(allocate(3 * LINE, 0)).isZero();
        assertThat(allocate(64, 0)).as("what was held").isEqualTo(start + 10 * LINE + 64);
    }

    @Test
    void aChunkIsNoLongerThanAskedForUnlessTheObjectIs() {
        assertThat(space.refill(allocator, 40, 1000, ALL)).isTrue();
        assertThat(allocator.unusedBytes()).isEqualTo(8 * LINE);
        assertThat(space.refill(allocator, 2000, 1000, ALL)).isTrue();
        assertThat(allocator.unusedBytes()).isBetween(2000L, 2000 + LINE);
    }

    @Test
    void theUnusedRestOfAChunkIsUsedBeforeAnythingElse() {
        allocate(40);
        allocator.retire();
        assertThat(space.usedBytes()).isEqualTo(40);
        assertThat(allocate(40)).as("the next line").isEqualTo(start + LINE);
        assertThat(space.committedBytes()).isEqualTo(BLOCK);
    }

    // ---- what is in use ---------------------------------------------------------------------------------------------------------

    @Test
    void anAddressIsInUseWhereAnObjectBeginsAndNowhereElse() {
        assertThat(space.isInUse(start)).isFalse();
        List<Long> objects = allocateMany(1000, 56);
        for (long word = start; word < start + 3 * BLOCK; word += Long.BYTES) assertThat(space.isInUse(word)).isEqualTo(objects.contains(word));
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < objects.size(); i += 7) live.add(objects.get(i));
        collect(live);
        for (long word = start; word < start + 3 * BLOCK; word += Long.BYTES) assertThat(space.isInUse(word)).isEqualTo(live.contains(word));
        live.addAll(allocateMany(100, 48));
        for (long word = start; word < start + 3 * BLOCK; word += Long.BYTES) assertThat(space.isInUse(word)).isEqualTo(live.contains(word));
        assertThat(space.isInUse(start - 8)).isFalse();
        assertThat(space.isInUse(start + ALL)).isFalse();
    }

    @Test
    void whatSurvivedIsCountedToTheByte() {
        List<Long> objects = allocateMany(1000, 72);
        collect(objects.subList(100, 600));
        assertThat(space.usedBytes()).isEqualTo(500 * 72).isEqualTo(space.liveBytes());
        allocate(40);
        assertThat(space.usedBytes() - allocator.unusedBytes()).isEqualTo(500 * 72 + 40);
        collect(List.of());
        assertThat(space.usedBytes()).isZero();
        assertThat(space.committedBytes()).isZero();
        assertThat(space.holeBytes()).isZero();
    }

    @Test
    void aSeedStaysWithItsObjectAndTheNextObjectThereHasAnother() {
        long staying = allocate(LINE);
        long dying = allocate(LINE);
        long seed = space.hashSeed(staying);
        long before = space.hashSeed(dying);
        for (int i = 0; i < 3; i++) {
            collect(List.of(staying));
            assertThat(space.hashSeed(staying)).isEqualTo(seed);
        }
        assertThat(allocate(LINE)).isEqualTo(dying);
        assertThat(space.hashSeed(dying)).isNotEqualTo(before);
        assertThat(space.hashSeed(staying)).isEqualTo(seed);
    }

    @Test
    void aMarkedObjectWhoseLinesWereNotMarkedIsReported() {
        long object = allocate(LINE);
        long other = allocate(LINE);
        collect(List.of(object));
        assertThat(space.check()).isNull();
        space.mark(other);
        assertThat(space.check()).contains("marked object 0x" + Long.toHexString(other)).contains("not live");
        collect(List.of(object));
        assertThat(space.check()).isNull();
        space.blacken(object, LINE);
        assertThat(space.check()).contains("live bytes");
        collect(List.of());
    }

    // ---- sweeping ---------------------------------------------------------------------------------------------------------------

    @Test
    void aMinorCollectionKeepsWhatIsMarkedAndFreesOnlyWhatIsYoung() {
        List<Long> old = allocateMany(100, LINE);
        collect(old);
        List<Long> young = allocateMany(100, LINE);
        allocator.retire();
        space.prepareMinor(0);
        old.forEach(object -> assertThat(space.isMarked(object)).isTrue());
        young.forEach(object -> assertThat(space.isMarked(object)).isFalse());
        keep(young.get(50));
        space.sweepYoung();
        assertThat(space.liveBytes()).isEqualTo(101 * LINE);
        old.forEach(object -> assertThat(space.isInUse(object)).isTrue());
        for (int i = 0; i < 100; i++) assertThat(space.isInUse(young.get(i))).isEqualTo(i == 50);
        assertThat(allocate(LINE)).isEqualTo(young.getFirst());
    }

    @Test
    void freeBlocksBeyondWhatIsToBeKeptReadAsZeroAgain() {
        List<Long> objects = allocateMany((int) (4 * BLOCK / LINE), LINE);
        objects.forEach(object -> Memory.writeLong(object + HEAD, -1));
        collect(objects.subList(0, 1));
        space.releaseFree(BLOCK);
        assertThat(Memory.readLong(start + BLOCK + HEAD)).as("the first free block is kept").isEqualTo(-1);
        for (long address = start + 2 * BLOCK; address < start + 4 * BLOCK; address += Long.BYTES) assertThat(Memory.readLong(address)).isZero();
        assertThat(Memory.readLong(start + HEAD)).isEqualTo(-1);
    }

    @Test
    void freedLinesArePoisonedAndHandedOutAsZeroes() {
        replaceSpace(new Stress(0, false, true, false));
        List<Long> objects = allocateMany((int) (2 * BLOCK / LINE), LINE);
        collect(objects.subList(0, 10));
        for (long address = start + 10 * LINE; address < start + 2 * BLOCK; address += Long.BYTES) assertThat(Memory.readLong(address)).isEqualTo(Stress.POISON);
        for (long object : objects.subList(0, 10)) assertThat(Memory.readLong(object)).isEqualTo(ObjectHeader.fresh(bytesType));
        allocateMany(500, 64);
    }

    @Test
    void protectedBlocksAreAllowedAgainWhenTheyAreTaken() {
        replaceSpace(new Stress(0, false, true, true));
        for (int round = 0; round < 3; round++) {
            List<Long> objects = allocateMany((int) (3 * BLOCK / 1024), 1024);
            collect(objects.subList(round, round + 1));
            space.releaseFree(BLOCK);
        }
    }

    // ---- evacuation -------------------------------------------------------------------------------------------------------------

    @Test
    void theSparsestBlocksAreLeftFirstAsFarAsThereIsRoom() {
        int perBlock = (int) (BLOCK / LINE);
        List<Long> objects = allocateMany(4 * perBlock, LINE);
        List<Long> live = new ArrayList<>(objects.subList(0, perBlock));
        live.addAll(objects.subList(perBlock, perBlock + 100));
        live.addAll(objects.subList(2 * perBlock, 2 * perBlock + 50));
        live.addAll(objects.subList(3 * perBlock, 3 * perBlock + 200));
        collect(live);
        space.prepareMajor(BLOCK, false);
        assertThat(space.isLeaving(start)).as("a full block").isFalse();
        assertThat(space.isLeaving(start + BLOCK)).as("100 of 256 lines").isTrue();
        assertThat(space.isLeaving(start + 2 * BLOCK)).as("50 of 256 lines").isTrue();
        assertThat(space.isLeaving(start + 3 * BLOCK)).as("200 of 256 lines, for which there is no room").isFalse();
        for (long object : live) {
            if (space.isLeaving(object)) assertThat(copy(object)).isNotZero();
            else keep(object);
        }
        space.sweepAll();
        assertThat(space.committedBytes()).isEqualTo(3 * BLOCK);
        assertThat(space.liveBytes()).isEqualTo(live.size() * LINE);
    }

    @Test
    void bytesOfTheDeadInALiveLineAreLostUntilTheLivingLeave() {
        int perBlock = (int) (BLOCK / 64);
        List<Long> objects = allocateMany(4 * perBlock, 64);
        allocator.retire();
        assertThat(space.lostBytes()).as("nobody is known to be dead").isZero();
        List<Long> live = new ArrayList<>();
        for (int i = 0; i < objects.size(); i += 2) live.add(objects.get(i));
        collect(live);
        assertThat(space.holeBytes()).isZero();
        assertThat(space.lostBytes()).isEqualTo(2 * BLOCK);
        assertThat(space.isUntouched()).isTrue();
        space.prepareMajor(2 * BLOCK, true);
        for (long object : live) assertThat(copy(object)).isNotZero();
        space.sweepAll();
        assertThat(space.lostBytes()).isZero();
        allocate(64);
        assertThat(space.isUntouched()).isFalse();
    }

    @Test
    void copiesGoIntoTheHolesOfOtherBlocksThenIntoFreeBlocksAndThenNowhere() {
        int perBlock = (int) (BLOCK / LINE);
        List<Long> objects = allocateMany(2 * perBlock, LINE);
        objects.subList(5, 8).clear();
        collect(objects);
        allocator.retire();
        space.prepareMinor(BLOCK);
        assertThat(space.hasRoom(64)).isTrue();
        assertThat(space.allocate(64)).isEqualTo(start + 5 * LINE);
        assertThat(space.hasRoom(2 * LINE)).isTrue();
        assertThat(space.allocate(2 * LINE)).as("more than a line: a free block").isEqualTo(start + 2 * BLOCK);
        for (int i = 1; i < 6; i++) {
            assertThat(space.hasRoom(64)).isTrue();
            assertThat(space.allocate(64)).isEqualTo(start + 5 * LINE + i * 64);
        }
        assertThat(space.hasRoom(64)).isTrue();
        assertThat(space.allocate(64)).as("the holes are full").isEqualTo(start + 2 * BLOCK + 2 * LINE);
        while (space.hasRoom(LINE)) assertThat(space.allocate(LINE)).isBetween(start + 2 * BLOCK, start + 3 * BLOCK - LINE);
        assertThat(space.hasRoom(64)).as("half a line is left").isTrue();
        space.allocate(64);
        assertThat(space.hasRoom(8)).isFalse();
        assertThat(space.hasRoom(2 * LINE)).isFalse();
        space.sweepYoung();
        assertThat(space.committedBytes()).as("nothing was marked in the copies").isEqualTo(2 * BLOCK);
    }

    @Test
    void withoutReasonNoBlockIsLeftButEverythingLeavesWhenAsked() {
        List<Long> objects = allocateMany((int) (3 * BLOCK / LINE), LINE);
        collect(objects);
        allocateMany((int) (3 * BLOCK / LINE), LINE);
        allocator.retire();
        space.prepareMajor(ALL - space.committedBytes(), false);
        for (int i = 0; i < BLOCKS; i++) assertThat(space.isLeaving(start + i * BLOCK)).isFalse();
        objects.forEach(this::keep);
        space.sweepAll();
        space.prepareMajor(ALL - space.committedBytes(), true);
        for (int i = 0; i < 3; i++) assertThat(space.isLeaving(start + i * BLOCK)).isTrue();
        objects.forEach(object -> assertThat(copy(object)).isGreaterThanOrEqualTo(start + 3 * BLOCK));
        space.sweepAll();
        assertThat(space.committedBytes()).isEqualTo(3 * BLOCK);
    }

    // ---- all together -----------------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whateverHappensSurvivorsKeepTheirContentsAndDoNotOverlap(long seed) {
        Random random = new Random(seed);
        if (random.nextBoolean()) replaceSpace(new Stress(0, false, true, false));
        TreeMap<Long, Long> live = new TreeMap<>();
        long number = 0;
        for (int round = 0; round < 60; round++) {
            long reserve = BLOCK;
            for (int i = random.nextInt(1500); i > 0; i--) {
                long bytes = random.nextInt(8) == 0 ? 24 + 8 * random.nextInt(500) : 24 + 8 * random.nextInt(12);
                long object = allocate(bytes, ALL - reserve - space.committedBytes());
                if (object == 0) break;
                Memory.writeLong(object + HEAD, ++number);
                if (random.nextInt(3) == 0) assertThat(live.put(object, number)).isNull();
            }
            live = random.nextInt(3) == 0 ? minor(live, random) : major(live, random);
            assertThat(space.check()).isNull();
            checkContents(live);
        }
    }

    private TreeMap<Long, Long> minor(TreeMap<Long, Long> reached, Random random) {
        TreeMap<Long, Long> after = new TreeMap<>();
        allocator.retire();
        space.prepareMinor(ALL - space.committedBytes());
        reached.forEach((object, number) -> after.put(space.isMarked(object) ? object : moveOrKeep(object, random.nextBoolean()), number));
        space.sweepYoung();
        return after;
    }

    private TreeMap<Long, Long> major(TreeMap<Long, Long> reached, Random random) {
        TreeMap<Long, Long> after = new TreeMap<>();
        allocator.retire();
        space.prepareMajor(ALL - space.committedBytes(), random.nextBoolean());
        reached.forEach((object, number) -> {
            if (random.nextInt(4) != 0) after.put(moveOrKeep(object, space.isLeaving(object)), number);
        });
        space.sweepAll();
        space.releaseFree(random.nextInt(BLOCKS) * BLOCK);
        return after;
    }

    private long moveOrKeep(long object, boolean moves) {
        long copy = moves ? copy(object) : 0;
        if (copy == 0) keep(object);
        return copy == 0 ? object : copy;
    }

    private void checkContents(TreeMap<Long, Long> live) {
        long end = start;
        for (Map.Entry<Long, Long> entry : live.entrySet()) {
            long object = entry.getKey();
            assertThat(object).isGreaterThanOrEqualTo(end);
            assertThat(space.isInUse(object)).isTrue();
            assertThat(Memory.readLong(object + HEAD)).isEqualTo(entry.getValue());
            end = object + model.bytes(object);
        }
    }
}
