using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>The body of an SDK request over HTTP: the attach at its start, the session that it names, and the frames after it.</summary>
internal readonly struct SdkRequest : IDisposable
{
    private readonly RequestBody _body;
    private readonly int _offset;

    private SdkRequest(RequestBody body, int offset, AttachFrame attach, Session? session, CloseCode fault)
    {
        _body = body;
        _offset = offset;
        Attach = attach;
        Session = session!;
        Fault = fault;
    }

    public AttachFrame Attach { get; }

    /// <summary>The session; only where there is no fault.</summary>
    public Session Session { get; }

    public CloseCode Fault { get; }

    /// <summary>The frames after the attach.</summary>
    public ReadOnlySpan<byte> Frames => _body.Memory.Span[_offset..];

    public bool HasFrames => _body.Memory.Length > _offset;

    public static async ValueTask<SdkRequest> ReadAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var body = await RequestBody.ReadAsync(context, endpoint.Options.MaxBodyBytes, endpoint.Registry.Budget).ConfigureAwait(false);
        if (body.IsTooLarge)
        {
            return new SdkRequest(body, 0, default, null, CloseCode.BodyTooLarge);
        }

        var fault = Credentials.TryFind(body.Memory.Span, context, endpoint, out var offset, out var attach, out var session);
        if (fault == CloseCode.None)
        {
            fault = await SessionAuthorization.CheckAsync(context, session!).ConfigureAwait(false);
        }

        return new SdkRequest(body, offset, attach, session, fault);
    }

    /// <summary>Takes the frames in; <paramref name="position"/> is the number of the last message among them, or the one before the first.</summary>
    public CloseCode Receive(Connection? connection, bool mayCarryMessages, out long position)
    {
        var carrier = new UpstreamCarrier(Attach.Upstream, connection, mayCarryMessages);
        try
        {
            return Session.Receive(ref carrier, Frames);
        }
        finally
        {
            position = carrier.Position;
            carrier.Dispose();
        }
    }

    public void Dispose() => _body.Dispose();
}
