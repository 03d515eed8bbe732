// SPDX-License-Identifier: Apache-2.0
package org.ringway.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// What GrpcServer serves and GrpcClient calls. A build with protobuf would generate this.
final class GrpcHello implements MethodDescriptor.Marshaller<String> {
    static final String SERVICE = "hello.Hello";
    static final MethodDescriptor<String, String> METHOD =
            MethodDescriptor.<String, String>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(SERVICE + "/Say")
                    .setRequestMarshaller(new GrpcHello())
                    .setResponseMarshaller(new GrpcHello()).build();

    @Override
    public InputStream stream(String value) {
        return new ByteArrayInputStream(value.getBytes(UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
