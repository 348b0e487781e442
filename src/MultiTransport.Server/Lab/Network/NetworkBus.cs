using System.Buffers.Text;
using System.Globalization;

namespace MultiTransport.Server.Lab.Network;

/// <summary>
/// A session over a simulated network. It asks first to be a viewer's, with that viewer's token; then each message, a number, is answered with three: the same,
/// how many there have been, and the viewer's clock on the server in microseconds. So the page sees what was lost or doubled either way, and how long each way took.
/// </summary>
internal sealed class NetworkBus(LabViewers viewers) : MessageHandler
{
    private LabViewer? _viewer;
    private int _count;

    public override ValueTask<Message> OnRequestAsync(Session session, Message request)
    {
        if (_viewer is not null)
        {
            return ValueTask.FromResult(new LabAnswer { Fault = "This session has joined already." }.ToMessage());
        }

        var fault = viewers.Join(session, request, out var member);
        _viewer = member?.Viewer;
        return ValueTask.FromResult(new LabAnswer { Fault = fault }.ToMessage());
    }

    public override async ValueTask OnMessageAsync(Session session, Message message)
    {
        var text = message.Payload;
        if (_viewer is null || !Utf8Parser.TryParse(text.Span, out uint number, out var length) || length != text.Length)
        {
            throw new FormatException("A message here is a number in digits, and comes after a request with a viewer's token.");
        }

        await session.SendAsync(string.Create(CultureInfo.InvariantCulture, $"{number} {++_count} {_viewer.Clock:F0}"));
    }
}
