// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.tidy;

import java.util.List;

/// Breaches of what files look like, how big they are and what they say to their readers.
final class TextExamples {
    private static final String FILE = "core/src/main/java/org/ringway/ring/A.java";
    private static final String MODULE = "core/src/main/java/module-info.java";
    private static final String EXPORTS = "module m { exports org.ringway.ring; }";
    private static final String AT_HOME =
            "no file names a folder of one machine or the host of a package registry";
    private static final String HEAD = "package org.ringway.ring;\n";

    private TextExamples() {}

    static List<Example> all() {
        return List.of(license(), columns(), blanks(), folder(), registry(), longFile(),
                longMethod(), crowdedPackage(), type(), member(), interfaceMember(), component(),
                packageInfo(), thread());
    }

    private static Example license() {
        return new Example("the first line is the license", "no license line", FILE,
                HEAD + "class A {}", "// SPDX-License-Identifier: Apache-2.0\n" + HEAD);
    }

    private static Example columns() {
        return new Example("a line of Java has at most 100 columns", "too long: columns=101", FILE,
                "// " + "x".repeat(98), "// " + "x".repeat(97));
    }

    private static Example blanks() {
        return new Example("no tab, and no blank at the end of a line", "tab or blank: columns=11",
                FILE, "class A {} ", "class A {}");
    }

    private static Example folder() {
        return new Example(AT_HOME,
                "place of one machine", "README.md",
                "see /" + "tmp/x.txt", "see $XDG_RUNTIME_DIR/x.txt, or src/" + "tmp/x.txt");
    }

    private static Example registry() {
        return new Example(AT_HOME,
                "place of one machine", "pom.xml",
                "<url>https://repo" + ".maven.example</url>", "<url>https://example.org</url>");
    }

    private static Example longFile() {
        return new Example("a file has at most 400 lines", "file too long: lines=401", FILE,
                "//\n".repeat(401), "//\n".repeat(400));
    }

    private static Example longMethod() {
        return new Example("a method has at most 40 lines", "method too long: name=run lines=41",
                FILE, methodOf(41), methodOf(40));
    }

    private static String methodOf(int lines) {
        return HEAD + "class A {\n/// Documentation does not count.\nvoid run() {"
                + "\n".repeat(lines - 1) + "} }";
    }

    private static Example crowdedPackage() {
        Example example = new Example("an exported package has at most 15 public types",
                "name=org.ringway.ring publicTypes=16", FILE,
                HEAD + "public class A {}", HEAD + "class A { public record Nested() {} }")
                .with(MODULE, EXPORTS);
        for (int i = 0; i < 15; i++) {
            example = example.with("core/src/main/java/org/ringway/ring/B" + i + ".java",
                    HEAD + "public class B" + i + " {}");
        }
        return example;
    }

    private static Example type() {
        return documentation("type without a word: name=A",
                "public class A {}",
                "/// Is an example.\npublic class A {}");
    }

    private static Example member() {
        return documentation("member without a word: type=A name=run",
                "/// Is.\npublic class A { protected void run() {} }",
                "/// Is.\npublic class A { /// Does.\nprotected void run() {}"
                        + " @Override public void go() {} void hidden() {} }");
    }

    private static Example interfaceMember() {
        return documentation("member without a word: type=A name=LIMIT",
                "/// Is.\npublic interface A { int LIMIT = 1; }",
                "/// Is.\npublic interface A { /// Pages.\nint LIMIT = 1; }");
    }

    private static Example component() {
        return documentation("component without a word: record=A component=bytes",
                "/// Is.\npublic record A(int bytes) {}",
                "/// Is.\n///\n/// @param bytes how many\npublic record A(int bytes) {"
                        + " public A { } }");
    }

    private static Example documentation(String found, String broken, String repaired) {
        return new Example("everything exported is documented", found, FILE,
                HEAD + broken, HEAD + repaired).with(MODULE, EXPORTS);
    }

    private static Example thread() {
        return new Example("every public class of ring and channel says which threads may call it",
                "no word of threads: name=A", FILE,
                HEAD + "/// Is.\npublic final class A {}",
                HEAD + "/// Is. **Thread:** any.\npublic final class A {}");
    }

    private static Example packageInfo() {
        return new Example("every package of main code has a package-info with @NullMarked",
                "no @NullMarked", "core/src/main/java/org/ringway/ring/package-info.java",
                HEAD, "@NullMarked " + HEAD).with(FILE, HEAD + "class A {}");
    }
}
