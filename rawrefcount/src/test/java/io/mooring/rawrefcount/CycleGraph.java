package io.mooring.rawrefcount;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A graph over both heaps as a text, with what is to become of it. Files of such texts stand beside the tests, under {@code cycles/}.
 *
 * <pre>
 *   == name                     begins a graph; the next line says in a sentence what it is about
 *   c A B : finalizer held      nodes and their flags: managed, c, mirror, instance, standin (CycleNode.Kind, CycleNode.flag)
 *   A -&gt; B                      the managed object A refers to B
 *   A =&gt; B C                    the PyObject A counts a reference of B, and one of C
 *   weak A                      somebody refers to A weakly
 *   weak A : callback           and wants to be called when A dies;  weak A : callback in B: only B's managed object has that weak reference
 *   A tells B                   A tells of a reference of B that it does not own;  A hides B: it does not tell of one that it owns
 *   blind                       C cannot tell anything
 *   lives A                     what has become of them when nothing changes any more (Fate)
 *   then                        more changes follow, and what becomes of them:
 *   root A, unroot A, hold A, release A, A -/&gt; B, A =/&gt; B, the arrows and the nodes as above
 *   meanwhile                   as then, but with collections in steps the changes are made in the middle of one: after the first step in
 *                               one run, after the second in the next, and so on until there is no further step
 *   before                      as then, but nothing is collected until the next section
 *   show A                      C shows A to the program, which looks at it and forgets it; also weak A
 * </pre>
 */
record CycleGraph(String name, String about, List<Line> lines) {
    /** What is expected of a node. */
    enum Fate {
        /** All of it is there, and was never cleared. */
        LIVES,
        /** Nothing of it is left. */
        DIES,
        /** The PyObject is left, without a managed object. */
        ALONE,
        /** As {@link #LIVES}, and it stands in the list of what nobody may take apart. */
        LISTED,
        /** All of it is there, but it was cleared: a liar's victim. */
        ROBBED,
        /** Was told of more often than it is counted, and that was noticed. */
        ACCUSED,
        /** The weak reference to it is cleared. */
        FORGOTTEN,
        /** The weak reference to it is not cleared. */
        REMEMBERED,
        /** Its finalizer has run. */
        FINALIZED,
        /** It was never cleared, whatever else became of it. */
        UNCLEARED,
        /** The callback of the weak reference to it was called, once. */
        CALLED,
        /** The callback of the weak reference to it was not called. */
        UNCALLED
    }

    /** One line of the text: what to do, or what to expect. */
    record Line(String verb, List<String> left, List<String> right) {
        boolean isArrow() {
            return verb.contains(">") || verb.equals("tells") || verb.equals("hides");
        }
    }

    private static final Set<String> KINDS = Set.of("managed", "c", "mirror", "instance", "standin");
    private static final Set<String> ARROWS = Set.of("->", "=>", "-/>", "=/>", "tells", "hides");
    private static final Set<String> VERBS = Set.of("weak", "blind", "then", "before", "meanwhile", "show", "root", "unroot", "hold", "release");
    private static final String[] FILES = {"simple", "border", "keep", "finalizer", "garbage", "partial", "weak", "liars", "untracked", "changes", "meanwhile"};

    static List<CycleGraph> all() {
        List<CycleGraph> graphs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String file : FILES) {
            for (CycleGraph graph : parse(read("/cycles/" + file + ".txt"))) {
                if (!names.add(graph.name)) throw new IllegalArgumentException("there are two graphs " + graph.name);
                graphs.add(graph);
            }
        }
        return graphs;
    }

    private static String read(String resource) {
        try (InputStream in = CycleGraph.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("there is no resource " + resource);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(resource + " cannot be read", e);
        }
    }

    static List<CycleGraph> parse(String text) {
        List<CycleGraph> graphs = new ArrayList<>();
        for (String section : text.split("(?m)^== ")) {
            List<String> lines = section.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (lines.isEmpty()) continue;
            graphs.add(new CycleGraph(lines.get(0), lines.get(1), lines.stream().skip(2).map(CycleGraph::line).toList()));
        }
        return graphs;
    }

    private static Line line(String text) {
        List<String> words = Arrays.asList(text.split("\\s+"));
        if (words.size() > 2 && ARROWS.contains(words.get(1))) return new Line(words.get(1), words.subList(0, 1), words.subList(2, words.size()));
        int colon = words.indexOf(":");
        boolean isNode = KINDS.contains(words.get(0));
        if (!isNode && !VERBS.contains(words.get(0)) && !isFate(words.get(0))) throw new IllegalArgumentException("'" + text + "' means nothing");
        return new Line(words.get(0), words.subList(1, colon < 0 ? words.size() : colon), colon < 0 ? List.of() : words.subList(colon + 1, words.size()));
    }

    static boolean isKind(String verb) {
        return KINDS.contains(verb);
    }

    static boolean isFate(String verb) {
        return Arrays.stream(Fate.values()).anyMatch(fate -> fate.name().toLowerCase(Locale.ROOT).equals(verb));
    }

    @Override
    public String toString() {
        return name;
    }
}
