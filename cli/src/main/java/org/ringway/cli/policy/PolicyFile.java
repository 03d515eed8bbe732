// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.policy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.ringway.root.policy.Policy;
import org.ringway.root.policy.QuotaRules;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlVersion;

/// Reads policy files.
final class PolicyFile {
    private static final TomlPosition START = TomlPosition.positionAt(1, 1);
    private static final long MAX_BYTES = 1 << 20;

    private PolicyFile() {}

    /// Reads a file; what it does not speak of is as [Policy#DEFAULT] has it.
    ///
    /// @param file in TOML 1.0
    /// @param options changes the quotas for everybody before those of single users are read
    /// @return what it says
    /// @throws PolicyFault if it cannot be read, or is not what it should be
    static Policy read(Path file, UnaryOperator<QuotaRules> options) {
        return parse(file.toString(), text(file), options);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PolicyFault(file + ": larger than a policy can be: bytes="
                        + Files.size(file) + " most=" + MAX_BYTES);
            }
            return Files.readString(file);
        } catch (NoSuchFileException _) {
            throw new PolicyFault(file + ": no such file");
        } catch (CharacterCodingException _) {
            throw new PolicyFault(file + ": not in UTF-8");
        } catch (IOException unreadable) {
            throw new PolicyFault(
                    file + ": cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }

    static Policy parse(String file, String text, UnaryOperator<QuotaRules> options) {
        TomlParseResult result = Toml.parse(text, TomlVersion.V1_0_0);
        if (result.hasErrors()) {
            TomlParseError first = result.errors().getFirst();
            throw new Spot(file, "", first.position()).fault(String.valueOf(first.getMessage()));
        }
        return PolicyReader.policy(new Section(new Spot(file, "", START), result), options);
    }
}
