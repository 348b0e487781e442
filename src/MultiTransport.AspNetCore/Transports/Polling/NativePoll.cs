using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.Polling;

/// <summary>A poll as JSON with the URL of the next one (PROTOCOL.md, section 8.4).</summary>
internal sealed class NativePoll : INativeTransport
{
    private const int MaxBatch = 256 * 1024;
    private const string LinkEnd = ">; rel=\"next\"";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyList<string> MediaTypes { get; } = ["application/json"];

    public string Transport => TransportNames.LongPolling;

    public async Task HandleAsync(HttpContext context, EndpointRuntime endpoint)
    {
        var most = (int)endpoint.Options.Hold.TotalSeconds;
        var text = context.Request.Query["wait"].ToString();
        var wait = most;
        if (text.Length > 0 && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out wait) || wait > most))
        {
            await Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, "wait-malformed", $"wait={LogText.Clean(text)} is not accepted; it is a whole number of seconds from 0 to {most} ({nameof(SessionOptions.Hold)}).").ConfigureAwait(false);
            return;
        }

        var attachment = await NativeOpening.OpenOrResumeAsync(context, endpoint).ConfigureAwait(false);
        if (attachment.Session is not { } session)
        {
            await Problem.WriteAsync(context, attachment.Refusal!).ConfigureAwait(false);
            return;
        }

        var hold = attachment.Credential is null ? TimeSpan.FromSeconds(wait) : TimeSpan.Zero;
        if (session.Network?.Hold is { } learnt && learnt < hold)
        {
            hold = learnt; // this network cuts what is held for longer
        }

        var transport = wait == 0 ? TransportNames.ShortPolling : TransportNames.LongPolling;
        var wire = endpoint.Wire.Attribute(context, session, transport);
        var connection = session.AttachNative(
            new ConnectionRequest(transport, ReaderMode.Native, static state => ((HttpContext)state).Abort(), context, hold), attachment.Position);
        try
        {
            await AnswerAsync(context, connection.Reader, attachment, wait, hold, wire).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, CloseCode.Complete);
        }
    }

    private static async Task AnswerAsync(HttpContext context, BusReader reader, NativeAttachment attachment, int wait, TimeSpan hold, WireAccount? wire)
    {
        using var answer = new PooledBuffer();
        using var batch = new PollBatch(answer, Options, attachment.Stands, wire);
        batch.Drain(reader, MaxBatch);
        if (batch.IsEmpty && hold > TimeSpan.Zero)
        {
            using var aborted = context.RequestAborted.UnsafeRegister(static state => ((BusReader)state!).ReleaseWait(), reader);
            await reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            batch.Drain(reader, MaxBatch);
        }

        var topics = attachment.Topics.Count == 0 ? "" : string.Concat(attachment.Topics.Select(static topic => $"&topic={Uri.EscapeDataString(topic)}"));
        var number = Math.Max(batch.LastNumber, attachment.Position);
        var link = string.Create(
            CultureInfo.InvariantCulture,
            $"<{context.Request.PathBase}{context.Request.Path}?after={attachment.PlacePrefix}{number}{attachment.Stands}&wait={wait}{topics}{LinkEnd}");
        batch.Complete(attachment.Credential, link.AsSpan(1, link.Length - 1 - LinkEnd.Length));
        if (!batch.IsClosed)
        {
            context.Response.Headers.Link = link;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.WrittenCount;
        await context.Response.Body.WriteAsync(answer.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }
}
