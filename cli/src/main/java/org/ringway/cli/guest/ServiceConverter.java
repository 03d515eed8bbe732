// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.guest;

import org.ringway.sockets.HvSocketAddress;
import org.ringway.wire.Guid;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a service as addresses have it: a name, a GUID, or a port.
public final class ServiceConverter implements ITypeConverter<Guid> {
    @Override
    public Guid convert(String text) {
        try {
            return HvSocketAddress.of("*", text).service();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
