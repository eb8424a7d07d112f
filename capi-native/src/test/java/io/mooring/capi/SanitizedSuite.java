package io.mooring.capi;

import java.io.PrintWriter;
import java.util.Arrays;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The main class of a JVM that runs the test classes which its arguments name; its last line counts those that passed. The exit code is 1 if one failed. */
final class SanitizedSuite {
    private static final String PASSED = "tests passed in this JVM: ";

    private SanitizedSuite() {}

    public static void main(String[] classNames) {
        ClassSelector[] selectors = Arrays.stream(classNames).map(DiscoverySelectors::selectClass).toArray(ClassSelector[]::new);
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request().selectors(selectors).build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true));
        System.out.println(PASSED + summary.getTestsSucceededCount());
        System.exit(summary.getTotalFailureCount() == 0 ? 0 : 1);
    }

    /** How many tests passed, read from the output of such a JVM. */
    static int passed(String output) {
        int start = output.lastIndexOf(PASSED);
        return start < 0 ? 0 : Integer.parseInt(output.substring(start + PASSED.length()).lines().findFirst().orElse("0").strip());
    }
}
