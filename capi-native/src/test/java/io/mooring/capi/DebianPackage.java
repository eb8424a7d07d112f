package io.mooring.capi;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A package of the Debian this runs on, fetched and unpacked under {@code target/debian} when a test first needs a file of it; nothing of it is installed.
 *
 * <p>Where that is impossible the test is skipped and says why; with {@code CI=true} in the environment it fails instead.
 */
final class DebianPackage {
    private static final Path ROOT = Path.of("target", "debian").toAbsolutePath();
    /** Seconds for one command; refreshing the package lists is the slowest. */
    private static final long PATIENCE_SECONDS = 180;

    private DebianPackage() {}

    /** The file of a package whose name begins and ends so. */
    static Path file(String name, String prefix, String suffix) {
        Path tree = ROOT.resolve(name);
        try {
            if (!Files.isDirectory(tree)) fetchOnce(name, tree);
            try (Stream<Path> files = Files.walk(tree)) {
                return files.filter(file -> file.getFileName().toString().startsWith(prefix) && file.getFileName().toString().endsWith(suffix))
                        .findFirst()
                        .orElseThrow(() -> new IOException("package " + name + " has no file " + prefix + "…" + suffix));
            }
        } catch (IOException e) {
            return unavailable(e.getMessage());
        }
    }

    /** Another process that runs tests may want the same package at the same time. */
    private static void fetchOnce(String name, Path tree) throws IOException {
        Files.createDirectories(ROOT);
        try (FileChannel channel = FileChannel.open(ROOT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE); FileLock held = channel.lock()) {
            if (held.isValid() && !Files.isDirectory(tree)) fetch(name, tree);
        }
    }

    private static void fetch(String name, Path tree) throws IOException {
        Path download = Files.createDirectories(ROOT.resolve("download-" + name));
        try {
            run(download, "apt-get", "download", name);
        } catch (IOException listsMissing) {
            run(download, "apt-get", "update");
            run(download, "apt-get", "download", name);
        }
        Path unpacked = Files.createTempDirectory(ROOT, name);
        try (Stream<Path> files = Files.list(download)) {
            List<Path> archives = files.filter(file -> file.toString().endsWith(".deb")).toList();
            if (archives.isEmpty()) throw new IOException("apt-get download " + name + " left no archive");
            run(download, "dpkg-deb", "-x", archives.getFirst().toString(), unpacked.toString());
        }
        Files.move(unpacked, tree);
    }

    private static void run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " took more than " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (process.exitValue() != 0) throw new IOException(String.join(" ", command) + " failed: " + output.strip());
    }

    private static Path unavailable(String reason) {
        if ("true".equals(System.getenv("CI"))) throw new AssertionError("with CI=true this must not be skipped: " + reason);
        return Assumptions.abort("a Debian package cannot be fetched: " + reason);
    }
}
