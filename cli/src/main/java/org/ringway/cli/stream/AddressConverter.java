// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.stream;

import org.ringway.sockets.HvSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `hv://PARTITION/SERVICE`.
final class AddressConverter implements ITypeConverter<HvSocketAddress> {
    @Override
    public HvSocketAddress convert(String text) {
        try {
            return HvSocketAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
