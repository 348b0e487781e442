namespace MultiTransport.Server.Lab;

/// <summary>A session that is measured. It asks first to be a viewer's, with that viewer's token; after that come measured messages.</summary>
internal sealed class LabBus(LabViewers viewers) : MessageHandler
{
    private LabMember? _member;

    public override ValueTask<Message> OnRequestAsync(Session session, Message request) => ValueTask.FromResult(Join(session, request).ToMessage());

    public override ValueTask OnMessageAsync(Session session, Message message) => _member?.TryArrive(message) == true
        ? ValueTask.CompletedTask
        : throw new FormatException($"A measured message comes after a request with a viewer's token, and begins with a stamp of {LabStamp.Length} hexadecimal digits.");

    private LabAnswer Join(Session session, Message request)
    {
        if (_member is not null)
        {
            return new LabAnswer { Fault = "This session has joined already." };
        }

        return new LabAnswer { Fault = viewers.Join(session, request, out _member) };
    }
}
