package io.mooring.bench.gc.contest;

import io.mooring.gc.CollectionKind;
import io.mooring.gc.Heap;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Whoever collects, with its clocks and counters since the process began. */
sealed interface Collector {
    /** Collects everything now. */
    void collectAll();

    /** Processor time of the collector in nanoseconds. */
    long cpuNanos();

    /** Wall time of the collections in nanoseconds. */
    long nanos();

    long minor();

    long major();

    /** Mooring's, which runs in the thread that allocates and reads the processor clock of that thread. */
    record OfHeap(Heap heap) implements Collector {
        @Override
        public void collectAll() {
            heap.collect(CollectionKind.MAJOR);
        }

        @Override
        public long cpuNanos() {
            return heap.cpuNanos();
        }

        @Override
        public long nanos() {
            return heap.pauseNanos();
        }

        @Override
        public long minor() {
            return heap.minorCollections();
        }

        @Override
        public long major() {
            return heap.collections() - heap.minorCollections();
        }
    }

    /**
     * HotSpot's Serial, which runs in the thread named VM Thread. JDK 25 has no call for the processor time of the collector (26 has), but
     * the thread dump shows that of each thread, to 10 microseconds. The thread does a little else, which counts too.
     */
    record OfVirtualMachine(MBeanServer server) implements Collector {
        private static final Pattern VM_THREAD = Pattern.compile("\"VM Thread\".*? cpu=([0-9.]+)ms");
        private static final String YOUNG = "Copy";

        OfVirtualMachine() {
            this(ManagementFactory.getPlatformMBeanServer());
        }

        @Override
        public void collectAll() {
            System.gc();
        }

        @Override
        public long cpuNanos() {
            Matcher matcher = VM_THREAD.matcher(threadDump());
            if (!matcher.find()) throw new IllegalStateException("the thread dump of this JVM shows no processor time of the VM Thread");
            return Math.round(Double.parseDouble(matcher.group(1)) * 1e6);
        }

        private String threadDump() {
            try {
                ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
                return (String) server.invoke(commands, "threadPrint", new Object[] {new String[0]}, new String[] {String[].class.getName()});
            } catch (JMException failure) {
                throw new IllegalStateException("this JVM gives no thread dump: " + failure.getMessage(), failure);
            }
        }

        private static List<GarbageCollectorMXBean> beans(boolean young) {
            return ManagementFactory.getGarbageCollectorMXBeans().stream().filter(bean -> bean.getName().equals(YOUNG) == young).toList();
        }

        @Override
        public long nanos() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum() * 1_000_000;
        }

        @Override
        public long minor() {
            return beans(true).stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
        }

        @Override
        public long major() {
            return beans(false).stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
        }
    }
}
