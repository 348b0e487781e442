using MultiTransport.Chaos.Checks;

namespace MultiTransport.Chaos.Host;

/// <summary>Takes the parcels of one session: echoes them, throws or sticks where they ask for it, and tells at the end what it had. Natives send text: a parcel in base64.</summary>
internal sealed class ChaosHandler(HostLanes lanes) : MessageHandler
{
    private static readonly TimeSpan Stick = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan StickWithThread = TimeSpan.FromSeconds(0.5);

    private HostLane? _lane;

    public override async ValueTask OnMessageAsync(Session session, Message message)
    {
        var bytes = message.Kind == MessageKind.Text ? Convert.FromBase64String(message.GetText()) : message.Payload.ToArray();
        if (Parcel.Read(bytes) is not { } parcel)
        {
            lanes.Wrongs.Add(WrongKind.Changed, $"session {session}: {bytes.Length} bytes that are no parcel any more");
            return;
        }

        _lane ??= lanes.Begin(session, parcel);
        _lane.Take(parcel);
        switch (parcel.Kind)
        {
            case ParcelKind.Throw:
                throw new AskedForException();
            case ParcelKind.Surplus:
                return;
            case ParcelKind.Stick when parcel.Number % 2 == 0:
                Thread.Sleep(StickWithThread); // a handler that blocks: the fault itself
                break;
            case ParcelKind.Stick:
                await Task.Delay(Stick, TimeProvider.System);
                break;
        }

        var answer = parcel.Kind == ParcelKind.Finish ? _lane.Finish() : _lane.Echo(parcel);
        await session.SendAsync(message.Kind == MessageKind.Text ? Message.FromText(Convert.ToBase64String(answer)) : Message.FromBinary(answer));
    }

    public override ValueTask OnCloseAsync(Session session, CloseReason reason)
    {
        lanes.End(_lane, session.Endpoint, Protocol.CloseCodes.Name(reason.Code));
        return ValueTask.CompletedTask;
    }

#pragma warning disable CA1032, RCS1194 // made in one place
    private sealed class AskedForException() : Exception("a message asked for it");
#pragma warning restore CA1032, RCS1194
}
