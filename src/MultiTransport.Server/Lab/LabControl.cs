using System.Text.Json;

namespace MultiTransport.Server.Lab;

/// <summary>The page's own session, beside those that are measured: what it asks is answered for its own viewer and no other.</summary>
internal sealed class LabControl(LabViewers viewers) : MessageHandler
{
    private LabViewer? _viewer;

    public override ValueTask OnOpenAsync(Session session)
    {
        _viewer = viewers.Open();
        return ValueTask.CompletedTask;
    }

    public override ValueTask OnMessageAsync(Session session, Message message) =>
        throw new NotSupportedException("The lab's control answers requests; it takes no messages.");

    public override ValueTask<Message> OnRequestAsync(Session session, Message request)
    {
        var answer = _viewer is { } viewer ? Answer(viewer, request) : new LabAnswer { Fault = $"The lab has {LabLimits.Viewers} viewers already: try again later." };
        return ValueTask.FromResult(answer.ToMessage());
    }

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        if (_viewer is { } viewer)
        {
            viewers.Close(viewer);
        }

        return ValueTask.CompletedTask;
    }

    private static LabAnswer Answer(LabViewer viewer, Message request)
    {
        LabQuestion? question;
        try
        {
            question = JsonSerializer.Deserialize(request.Payload.Span, LabJson.Default.LabQuestion);
        }
        catch (JsonException malformed)
        {
            return new LabAnswer { Fault = $"The question is not the JSON that is understood here: {malformed.Message}" };
        }

        switch (question)
        {
            case { Ask: "open" }:
                return new LabAnswer { Token = viewer.Token };
            case { Ask: "clock" }:
                return new LabAnswer { Clock = viewer.Clock };
            case { Ask: "start", Order: { } order }:
                return viewer.Start(order);
            case { Ask: "start" }:
                return new LabAnswer { Fault = "start needs an order: direction, rate, size, isBinary, seconds." };
            case { Ask: "stop" }:
                viewer.Stop();
                return new LabAnswer { Status = viewer.Read() };
            case { Ask: "status" }:
                return new LabAnswer { Status = viewer.Read() };
            case { Ask: "wire" }:
                return viewer.ReadWire() is { } wire ? new LabAnswer { Wire = wire } : new LabAnswer { Fault = "This page has opened no captured WebSocket." };
            case { Ask: "exchanges" }:
                return new LabAnswer { Exchanges = viewer.Exchanges.Read() };
            default:
                return new LabAnswer { Fault = "ask is not known; accepted: open, clock, start, stop, status, wire, exchanges." };
        }
    }
}
