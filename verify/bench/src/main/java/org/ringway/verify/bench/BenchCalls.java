// SPDX-License-Identifier: Apache-2.0
package org.ringway.verify.bench;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The methods that gRPC is measured with: messages are bytes.
final class BenchCalls {
    static final String SERVICE = "ringway.bench.Calls";
    static final MethodDescriptor<byte[], byte[]> ONE = method(MethodType.UNARY, "One");
    static final MethodDescriptor<byte[], byte[]> MANY = method(MethodType.BIDI_STREAMING, "Many");

    private BenchCalls() {}

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        private static final class Known extends ByteArrayInputStream implements KnownLength {
            private Known(byte[] bytes) {
                super(bytes);
            }
        }

        @Override
        public InputStream stream(byte[] value) {
            return new Known(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readNBytes(stream.available());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(MethodType type, String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }
}
