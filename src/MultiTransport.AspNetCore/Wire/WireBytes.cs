namespace MultiTransport;

/// <summary>Bytes one way, counted on the server's socket. <c>Total</c> is the sum of <c>Tls</c>, <c>Headers</c>, <see cref="Framing"/> and <c>Payload</c>.</summary>
/// <param name="Total">All bytes of the TCP stream: what a packet capture calls the TCP payload.</param>
/// <param name="Tls">The TLS handshake, and what TLS records add to what is in them.</param>
/// <param name="Headers">Request or status lines and header fields; with HTTP/2, whole HEADERS and CONTINUATION frames.</param>
/// <param name="Payload">What the application sent or was handed: the lengths of messages, each time that they were carried.</param>
/// <param name="Messages">How many messages were carried.</param>
public readonly record struct WireBytes(long Total, long Tls, long Headers, long Payload, long Messages)
{
    /// <summary>
    /// The rest: chunk sizes, WebSocket and HTTP/2 frame headers, frames of this protocol and their headers, event fields, base64 and JSON.
    /// Below 0 where a middleware compresses.
    /// </summary>
    public long Framing => Total - Tls - Headers - Payload;

    /// <summary>The sum.</summary>
    public static WireBytes operator +(WireBytes left, WireBytes right) => new(
        left.Total + right.Total, left.Tls + right.Tls, left.Headers + right.Headers, left.Payload + right.Payload, left.Messages + right.Messages);
}
