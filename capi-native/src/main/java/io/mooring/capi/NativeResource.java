package io.mooring.capi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Finds libmooring.so: the file that a system property names, or the resource of the class path, copied to a temporary file if it lies in a jar. */
final class NativeResource {
    private static final String PROPERTY = "mooring.native";
    private static final String RESOURCE = "/native/linux-x86_64/libmooring.so";

    private NativeResource() {}

    /** The library as a file. */
    static Path locate() {
        String named = System.getProperty(PROPERTY);
        if (named != null) return Path.of(named);
        URL url = NativeResource.class.getResource(RESOURCE);
        if (url == null) {
            throw new IllegalStateException("the class path has no " + RESOURCE + "; build module capi-native, or name the file with -D" + PROPERTY + "=FILE");
        }
        try {
            return url.getProtocol().equals("file") ? Path.of(url.toURI()) : copy(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(url + " is no URI", e);
        }
    }

    private static Path copy(URI source) {
        try (InputStream in = source.toURL().openStream()) {
            Path file = Files.createTempFile("libmooring", ".so");
            file.toFile().deleteOnExit();
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("libmooring.so cannot be copied out of " + source + ": " + e.getMessage(), e);
        }
    }
}
