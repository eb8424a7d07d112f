package io.mooring.properties;

import static io.mooring.properties.Comparison.check;

import io.mooring.gc.memory.Memory;
import io.mooring.properties.HeapModel.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Watches the finalizers of a run: who is queued must have been registered, and unreachable, and its turn must have come; whose death is
 * reported must be dead; and after a complete collection nobody registered is forgotten.
 */
final class Deaths {
    private final ScriptRun run;
    private final HeapModel model;
    private long collections;
    private Set<Node> reachableBefore;
    private Set<Node> reachable;

    Deaths(ScriptRun run) {
        this.run = run;
        this.model = run.model;
    }

    /** What was reachable when the objects were queued that are new in the queue. */
    Set<Node> reachableBefore() {
        return reachableBefore;
    }

    /** What is reachable now, through the queue as well. */
    Set<Node> reachable() {
        return reachable;
    }

    /** Brings the model up to the collections that have happened since the last call. */
    void observe(boolean complete) {
        reachableBefore = model.reachable();
        List<Node> queued = newInQueue();
        for (Node node : queued) {
            check(model.registered.remove(node), name(node) + " is queued, but is not registered");
            check(!reachableBefore.contains(node), name(node) + " is queued although it is reachable");
        }
        checkOrder(queued, run.heap.collections() - collections == 1);
        collections = run.heap.collections();
        model.queue.addAll(queued);
        reachable = model.reachable();
        observeLight(complete);
        if (!complete) return;
        for (Node node : model.registered) check(reachable.contains(node), name(node) + " is registered and dead, but not queued");
    }

    private static String name(Node node) {
        return node.shape + " number " + node.number;
    }

    /** The queue must go on as it did, and may have grown. */
    private List<Node> newInQueue() {
        List<Node> found = new ArrayList<>();
        run.heap.finalizers().visitRoots(slot -> {
            Node node = model.numbered(run.heap.readWord(Memory.readLong(slot), ScriptRun.NUMBER));
            check(node != null, "an object is queued whose number is " + run.heap.readWord(Memory.readLong(slot), ScriptRun.NUMBER));
            found.add(node);
        });
        int before = model.queue.size();
        check(found.size() >= before && found.subList(0, before).equals(List.copyOf(model.queue)), "the queue holds " + numbers(found) + ", expected it to begin with " + numbers(List.copyOf(model.queue)));
        return List.copyOf(found.subList(before, found.size()));
    }

    private static List<Long> numbers(List<Node> nodes) {
        return nodes.stream().map(node -> node.number).toList();
    }

    /** Of two that one collection queued, neither reaches the other; of any two, the later one does not reach the earlier one alone. */
    private static void checkOrder(List<Node> queued, boolean oneCollection) {
        if (queued.size() < 2) return;
        Map<Node, Set<Node>> behind = new HashMap<>();
        for (Node node : queued) behind.put(node, HeapModel.behind(node));
        for (int first = 0; first < queued.size(); first++) {
            for (int second = first + 1; second < queued.size(); second++) {
                boolean forward = behind.get(queued.get(first)).contains(queued.get(second));
                boolean backward = behind.get(queued.get(second)).contains(queued.get(first));
                String both = name(queued.get(first)) + " and " + name(queued.get(second));
                check(!backward || forward, both + " are queued in this order, but the second reaches the first");
                check(!oneCollection || !forward, both + " are queued by one collection, but the first reaches the second");
            }
        }
    }

    private void observeLight(boolean complete) {
        while (run.heap.finalizers().waitingLight() > 0) {
            long payload = run.heap.finalizers().pollLight();
            Node node = model.light.remove(payload);
            check(node != null, "light registration " + payload + " is served, but was not made or was served before");
            check(!reachable.contains(node), "light registration " + payload + " is served although its object is reachable");
        }
        if (complete) model.light.forEach((payload, node) -> check(reachable.contains(node), "light registration " + payload + " is not served although its object is dead"));
    }
}
